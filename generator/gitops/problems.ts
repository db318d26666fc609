import { pointerTo } from '../core/pointer.ts'
import { TAKEN_PROJECTS } from './argocd-names.ts'
import type { DeliveryPlan, Unit } from './plan.ts'
import { beyondRights, MACHINERY } from './projects.ts'

/** A problem at a place of fleet.yaml; `key` when the name itself is wrong. */
export type DeliveryProblem = {
  readonly pointer: string
  readonly key?: boolean
  readonly message: string
  readonly hint: string
}

/** Everything that no engine could sync, or that would make one eat its own tail. */
export function deliveryProblems(plans: readonly DeliveryPlan[]): readonly DeliveryProblem[] {
  const [first] = plans
  if (first === undefined) return []
  const engines = new Set(plans.map((p) => p.engine.kind))
  return [
    ...urlProblems(first.repository.url, engines.has('flux')),
    ...branchProblems(first.repository.branch),
    ...plans.flatMap((plan) => [
      ...plan.units.flatMap((unit) => unitProblems(plan, unit)),
      ...duplicates(plan),
      ...(plan.engine.kind === 'argocd' ? projectProblems(plan) : []),
    ]),
  ]
}

const URL = '/repository/url'

function urlProblems(url: string, flux: boolean): readonly DeliveryProblem[] {
  const [, scheme, user] = /^([a-z+]+):\/\/(?:([^/]*)@)?[^/]+\/./.exec(url) ?? []
  if (user !== undefined && (user.includes(':') || scheme !== 'ssh'))
    return [
      {
        pointer: URL,
        message: 'the URL of the repository holds credentials',
        hint: 'take them out of the URL; put them into a Secret and name it in repository.secretRef (docs/delivery.md)',
      },
    ]
  if (scheme === 'https' || scheme === 'http' || scheme === 'ssh') return []
  const scp = /^([^/@:\s]+@)?([^/:\s]+):(?!\/\/)([^\s]+)$/.exec(url)
  if (scp && !flux) return []
  return [
    {
      pointer: URL,
      message: scp
        ? `Flux does not read "${url}", the short form of an SSH URL`
        : `"${url}" is not the URL of a Git repository`,
      hint: scp
        ? `write ssh://${scp[1] ?? ''}${scp[2]}/${scp[3]}`
        : 'write https://host/path.git or ssh://git@host/path.git',
    },
  ]
}

// The rules of git check-ref-format; engines hand the name to Git as it is.
const NO_REF = /^$|^@$|^[-/]|\/$|\/\/|\.\.|@\{|[ ~^:?*[\\]|(^|\/)\.|\.$|\.lock(\/|$)/
const hasControl = (name: string): boolean => [...name].some((c) => c < ' ' || c === '\u007f')

const branchProblems = (branch: string): readonly DeliveryProblem[] =>
  NO_REF.test(branch) || hasControl(branch) || branch.startsWith('refs/')
    ? [
        {
          pointer: '/repository/revision',
          message: `"${branch}" is not the name of a branch`,
          hint: branch.startsWith('refs/')
            ? 'write the branch alone: main'
            : 'Git refuses it as well (git check-ref-format --branch); name a branch, e.g. main',
        },
      ]
    : []

const placement = ({ instance, environment }: Unit): string =>
  pointerTo(`${pointerTo('/applications', instance)}/environments`, environment)

function unitProblems({ engine, cluster }: DeliveryPlan, unit: Unit): readonly DeliveryProblem[] {
  const { name, role, namespace, instance, environment } = unit
  if (role === 'namespaces') return []
  const at = { pointer: placement(unit), key: true }
  const where = `${instance} in ${environment}`
  const [stranger] = beyondRights(unit)
  return [
    ...(namespace === engine.namespace
      ? [
          {
            ...at,
            message: `${where} would live in namespace ${namespace}, where cluster ${cluster} has ${engine.kind} itself`,
            hint: 'give it another namespace, or name another one in delivery.namespace of the cluster',
          },
        ]
      : []),
    ...(name.length > 63
      ? [
          {
            ...at,
            message: `"${name}" has ${name.length} characters; Flux writes it into a label, which takes 63`,
            hint: 'shorten the name of the application or of the environment',
          },
        ]
      : []),
    ...(stranger
      ? [
          {
            ...at,
            message: `${where} has ${stranger.kind} ${stranger.name} in ${MACHINERY}, where only Role and RoleBinding may be`,
            hint: 'put it into another namespace',
          },
        ]
      : []),
  ]
}

/** What two units write, their engine writes again and again: people can bring that about in `custom/`. */
function duplicates({ cluster, units }: DeliveryPlan): readonly DeliveryProblem[] {
  const owners = new Map<string, Unit>()
  return units.flatMap((unit) =>
    unit.objects.flatMap(({ group, kind, namespace, name }): readonly DeliveryProblem[] => {
      const id = [group, kind, namespace, name].join('/')
      const first = owners.get(id)
      if (first === undefined) owners.set(id, unit)
      if (first === undefined || unit.role === 'namespaces') return []
      const what = [kind, ...(namespace === '' ? [] : [namespace]), name].join('/')
      return [
        {
          pointer: placement(unit),
          key: true,
          message: `${what} would be in cluster ${cluster} twice: out of ${first.folder} and ${unit.folder}`,
          hint: 'remove one of the two, or give it another name or namespace',
        },
      ]
    }),
  )
}

/** An AppProject per environment, and one per foreign namespace: their names must differ from each other and from what is there. */
function projectProblems({ cluster, units }: DeliveryPlan): readonly DeliveryProblem[] {
  const environments = [...new Set(units.map((u) => u.environment))].filter((e) => e !== '')
  const foreign = new Map(
    units.filter((u) => u.role === 'foreign').map((u) => [u.namespace, u] as const),
  )
  return environments.flatMap((environment): readonly DeliveryProblem[] => {
    const other = foreign.get(environment)
    if (other === undefined && !TAKEN_PROJECTS.includes(environment)) return []
    const by = other
      ? `the project for objects of ${other.instance} in namespace ${other.namespace}`
      : environment === 'default'
        ? 'the project that Argo CD brings along'
        : 'the project of the root Application'
    return [
      {
        pointer: pointerTo('/environments', environment),
        key: true,
        message: `environment "${environment}" needs an AppProject of that name in cluster ${cluster}, but that is ${by}`,
        hint: 'rename the environment',
      },
    ]
  })
}
