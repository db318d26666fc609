import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { apps } from '../../generator/apps/index.ts'
import { loadFleet } from '../../generator/cli/load.ts'
import { rootsOf } from '../../generator/cli/validate-repository.ts'
import { createRenderer } from '../../generator/kustomize/index.ts'
import { deliveryPlans } from '../../generator/layout/index.ts'
import { platforms } from '../../generator/platforms/index.ts'
import { randomFleet } from '../gitops/random-fleet.ts'
import { chance } from '../overlay/chance.ts'
import { compareApplicationSets } from './application-sets.ts'
import { binary } from './binaries.ts'
import { compareCel, compareRules } from './cel/compare.ts'
import { functionRules } from './cel/functions.ts'
import { compareDerived } from './derive.ts'
import { formatDisagreements } from './formats.ts'
import { kubeconformCheck } from './kubeconform.ts'
import { kubeconformFlags } from './kubeconform-flags.ts'
import { kubeconformSeeds } from './kubeconform-seeds.ts'
import { modelDisagreements } from './kubernetes-models.ts'
import { compareWithKustomize, readTree } from './kustomize.ts'
import { removedApiDisagreements } from './removed-apis.ts'
import { compareSecondJudges } from './second-judges.ts'

/** The independent judges over everything that the generator wrote: each check gives its disagreements, none is skipped. */
type Check = readonly [what: string, run: () => Promise<readonly string[]> | readonly string[]]

const kustomize = binary('kustomize')
const kubeconform = binary('kubeconform')
const folder = mkdtempSync(join(tmpdir(), 'strata-oracle-'))
const generated = copyOfGenerated()
const roots = [...generated.keys()]
  .filter((path) => path.endsWith('/kustomization.yaml') && !path.includes('/custom/'))
  .map(dirname)
  .sort()

function copyOfGenerated(): ReadonlyMap<string, string | Uint8Array> {
  const files = [...readTree('.')].filter(([path]) => /^(base|overlays|clusters)\//.test(path))
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, 'repository', path)), { recursive: true })
    writeFileSync(join(folder, 'repository', path), content)
  }
  return new Map(files)
}

const shipped = () =>
  loadFleet({
    catalog: async () => ({ apps, platforms }),
    cwd: process.cwd(),
    home: process.cwd(),
    out: () => {},
    err: () => {},
    style: (_format, text) => text,
    now: () => new Date(),
    progress: () => {},
  })

/** Our ApplicationSets of the shipped fleet, every cluster on Argo CD, and of a hundred random ones. */
async function applicationSets(): Promise<readonly string[]> {
  const { fleet, plan } = await shipped()
  const random = Array.from({ length: 100 }, (_, i) => randomFleet(chance(i + 1)))
  const plans = [{ fleet, plan }, ...random].flatMap((each) =>
    deliveryPlans(each.fleet, each.plan, new Map(), new Map()),
  )
  return compareApplicationSets(plans)
}

/** Every rendering that reaches a cluster, strictly against our own schemas for that cluster's version. */
async function strictly(): Promise<readonly string[]> {
  const { plan, disk } = await shipped()
  const renderer = createRenderer(disk)
  let valid = 0
  const problems = rootsOf(plan, disk).flatMap(({ root, kubernetes }) => {
    const place = join(folder, 'rendered', root)
    mkdirSync(place, { recursive: true })
    const text = renderer.build(root)
    writeFileSync(join(place, 'rendered.yaml'), text)
    const verdict = kubeconformCheck(
      kubeconform,
      join(process.cwd(), 'schemas'),
      join(place, 'rendered.yaml'),
      kubernetes,
    )
    valid += verdict.valid
    const objects = text.match(/^kind: /gm)?.length ?? 0
    const all = verdict.valid === objects && verdict.skipped === 0
    return all
      ? []
      : [
          `${root}: ${verdict.valid} of ${objects} valid, ${verdict.skipped} skipped`,
          ...verdict.messages,
        ]
  })
  process.stdout.write(`   ${valid} objects valid, 0 skipped\n`)
  return valid > 100 ? problems : [...problems, `only ${valid} objects were judged`]
}

/** Every rule of the stored definitions: the same verdict and the same words, and nothing that ours cannot evaluate. */
function storedRules(): readonly string[] {
  const { differences, silent, notEvaluated, rules, values, bothWays } = compareCel(40)
  process.stdout.write(
    `   ${rules} rules on ${values} values; ${bothWays} of them seen to hold and to fail, ${notEvaluated.length} about the object before\n`,
  )
  const few = bothWays < rules * 0.8 ? [`only ${bothWays} of ${rules} rules held and failed`] : []
  return [...differences, ...silent.map((rule) => `not evaluated: ${rule}`), ...few]
}

/** What people's own definitions may call: ours says the same, or that it has not evaluated the rule. */
function functions(): readonly string[] {
  const { differences, silent, rules, values } = compareRules(functionRules, 100)
  process.stdout.write(`   ${rules} rules on ${values} values; ${silent.length} not evaluated\n`)
  const many =
    silent.length > 42 ? [`${silent.length} are not evaluated: ${silent.join('; ')}`] : []
  return [...differences, ...many]
}

const CHECKS: readonly Check[] = [
  [
    `kustomize renders all ${roots.length} kustomizations of this repository to our bytes`,
    () => compareWithKustomize(join(folder, 'repository'), roots, kustomize),
  ],
  ['kubeconform, strict, with our schemas, accepts every rendering', strictly],
  [
    'kubeconform refuses what our schemas shall refuse',
    () => kubeconformSeeds(kubeconform, join(process.cwd(), 'schemas'), '1.34'),
  ],
  [
    'kubernetes-models knows the same fields of Kubernetes 1.33, needed ones and enums',
    modelDisagreements,
  ],
  [
    'the API server warns of the APIs that we say are going, and names the same versions',
    () => removedApiDisagreements(36),
  ],
  ['flags that kubeconform has too do the same', () => kubeconformFlags(kubeconform)],
  ['others read our JUnit and TAP of objects with hostile names', formatDisagreements],
  [
    'ajv and kubeconform say of broken objects what we say, at the same places',
    () => compareSecondJudges(kubeconform, 1500),
  ],
  ['the CEL engine of the API server says of every stored rule what ours says', storedRules],
  ['it says of every function what ours says', functions],
  ['Argo CD makes the same Applications out of an ApplicationSet', applicationSets],
  ['kustomize renders derived overlays to our bytes', () => compareDerived(kustomize, 300)],
]

let failed = 0
try {
  for (const [what, check] of CHECKS) {
    const problems = await check()
    process.stdout.write(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${what}\n`)
    for (const problem of problems.slice(0, 20)) process.stdout.write(`     ${problem}\n`)
    if (problems.length > 0) failed += 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.stdout.write(`${CHECKS.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
