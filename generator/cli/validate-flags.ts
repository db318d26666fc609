import { resolve } from 'node:path'
import { type Finding, UserError } from '../core/finding.ts'
import { didYouMean } from '../core/suggest.ts'
import { re2 } from '../kustomize/identity/re2.ts'
import { counted } from '../report/index.ts'
import type { Catalog } from '../validate/index.ts'
import { type Checking, findingOf, type Unit } from './check.ts'
import type { World } from './command.ts'
import { objectsOf } from './unit-objects.ts'
import type { Options } from './validate.ts'
import type { Kinds } from './validate-filters.ts'

/** Flags that contradict one another, or would be without effect. Throws UserError. */
export function refuseFlags(
  paths: readonly string[],
  { kubernetes, openshift, matrix, ignored }: Options,
): void {
  const version = openshift === undefined ? '--kubernetes-version' : '--openshift-version'
  const given = openshift ?? kubernetes
  if (matrix !== undefined && given !== undefined)
    throw new UserError({
      message: `--version-matrix and ${version} are both given`,
      hint: 'put every version to check against into --version-matrix',
    })
  if (paths.length > 0) return
  if (given !== undefined)
    throw new UserError({
      message: `${version} without a PATH has no effect: fleet.yaml says the version of each cluster`,
      hint: `name a PATH, as in strata validate . ${version} ${given}; for other versions than the clusters' use --version-matrix`,
    })
  if (ignored.length > 0)
    throw new UserError({
      message: '--ignore-filename-pattern without a PATH has no effect: nothing is looked for',
      hint: 'name a PATH, as in strata validate .',
    })
}

/** Whether a file is passed over: by a pattern, in Go's syntax as in kubeconform, or because the flags name it themselves. Throws UserError for what is no pattern. */
export function ignoredBy(
  cwd: string,
  { ignored, baseline, writeBaseline }: Options,
): (file: string) => boolean {
  const patterns = ignored.map((pattern) => re2(pattern, '--ignore-filename-pattern'))
  const own = new Set([baseline, writeBaseline].flatMap((file) => file ?? []))
  const paths = new Set(Array.from(own, (file) => resolve(cwd, file)))
  return (file) =>
    (paths.size > 0 && paths.has(resolve(cwd, file))) || patterns.some((one) => one.test(file))
}

/** Says which kinds of `--skip` or `--reject` nobody knows: a typing error would pass unseen. */
export function warnOfKinds(
  { err, style, errStyle = style }: World,
  flag: string,
  kinds: Kinds,
  { units, catalog }: { readonly units: readonly Unit[]; readonly catalog: Catalog },
): void {
  if (kinds.size === 0) return
  const known = new Set(
    catalog.versions
      .flatMap((v) => catalog.kinds(v))
      .flatMap(({ group, version, kind }) => [
        kind,
        `${group === '' ? '' : `${group}/`}${version}/${kind}`,
      ]),
  )
  if ([...kinds].every((kind) => known.has(kind))) return
  for (const unit of units)
    for (const { resource } of objectsOf(unit, () => {})) {
      known.add(String(resource?.kind))
      known.add(`${resource?.apiVersion}/${resource?.kind}`)
    }
  for (const kind of kinds)
    if (!known.has(kind))
      err(
        `${errStyle('yellow', 'warning')} ${flag} names ${kind}, which is no kind here${didYouMean(kind, known)}\n`,
      )
}

/** Nothing checked is never green. */
export function nothingChecked({ skipped = 0, others = [], sources = [] }: Checking): Finding {
  const hint =
    skipped > 0
      ? `${counted(skipped, 'object')} left out by --skip: leave out fewer`
      : others.length > 0
        ? `only files without a manifest are there (${others.slice(0, 3).join(', ')}${others.length > 3 ? ', …' : ''}): name a folder that holds kustomizations or manifests`
        : sources.includes('-')
          ? 'nothing came in: look at what the command before it prints'
          : 'name a folder that holds kustomizations or manifests'
  return findingOf('nothing-checked', 'error', '', { message: '0 objects checked', hint })
}
