import type { Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'

type Fields = Readonly<Record<string, unknown>>
const POINTER = '/jobs/template'

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text as JSON, or undefined when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** The fields at a path, or undefined when something else stands there. */
function fieldsAt(value: unknown, ...path: readonly string[]): Fields | undefined {
  let found = value
  for (const key of path) found = isFields(found) ? found[key] : undefined
  return isFields(found) ? found : undefined
}

const POD = ['job_configuration', 'job_manifest', 'spec', 'template', 'spec'] as const

/**
 * A template of the user's for this place: the namespace of the Jobs where the template leaves it open, images behind the cluster's
 * mirror, its pull secrets. Everything else stays as it is. The text has passed `templateProblems`.
 */
export function adoptedTemplate(text: string, namespace: string, site: Site): string {
  const template = parsed(text)
  if (!isFields(template)) return text
  const edited = change(template, ['variables', 'properties'], (properties) => ({
    ...properties,
    ...withDefault(properties, 'image', (image) =>
      typeof image === 'string' ? site.mirrored(image) : image,
    ),
    ...withDefault(properties, 'namespace', (given) => given ?? namespace),
  }))
  const content = change(edited, POD, (pod) => ({
    ...pod,
    ...mirroredContainers(pod, 'initContainers', site),
    ...mirroredContainers(pod, 'containers', site),
    ...pullSecrets(pod, site),
  }))
  return `${JSON.stringify(content, null, 2)}\n`
}

function change(fields: Fields, path: readonly string[], edit: (found: Fields) => Fields): Fields {
  const [key, ...rest] = path
  if (key === undefined) return edit(fields)
  const child = fields[key]
  return isFields(child) ? { ...fields, [key]: change(child, rest, edit) } : fields
}

function withDefault(properties: Fields, name: string, edit: (given: unknown) => unknown): Fields {
  const variable = properties[name]
  if (!isFields(variable)) return {}
  const value = edit(variable.default)
  return value === undefined ? {} : { [name]: { ...variable, default: value } }
}

function mirroredContainers(pod: Fields, list: string, site: Site): Fields {
  const containers = pod[list]
  if (!Array.isArray(containers)) return {}
  const mirrored = containers.map((c: unknown) =>
    isFields(c) && typeof c.image === 'string' && !c.image.includes('{{')
      ? { ...c, image: site.mirrored(c.image) }
      : c,
  )
  return { [list]: mirrored }
}

function pullSecrets(pod: Fields, { cluster }: Site): Fields {
  const names = cluster.registry.pullSecrets
  if (names.length === 0 || pod.imagePullSecrets !== undefined) return {}
  return { imagePullSecrets: names.map((name) => ({ name })) }
}

/** What is wrong with a template of the user's, here. */
export function templateProblems(path: string, site: Site): readonly ValueProblem[] {
  const template = parsed(site.file(path))
  if (!fieldsAt(template, 'job_configuration') || !fieldsAt(template, 'variables'))
    return [
      {
        pointer: POINTER,
        message: `${path} is no base job template: JSON with job_configuration and variables`,
        hint: 'start from prefect work-pool get-default-base-job-template --type kubernetes',
      },
    ]
  const ids =
    site.cluster.platform === 'openshift' ? fixedIds(fieldsAt(template, ...POD) ?? {}) : []
  return ids.map((field) => ({
    pointer: POINTER,
    message: `${path} fixes ${field} of flow runs, which OpenShift's restricted-v2 refuses`,
    hint: `take ${field} out of it, or give this environment a template of its own`,
  }))
}

const IDS = ['runAsUser', 'runAsGroup', 'fsGroup', 'seLinuxOptions']

function fixedIds(pod: Fields): readonly string[] {
  const lists = [pod.initContainers, pod.containers].filter(Array.isArray)
  const contexts = [pod, ...lists.flat()].map((part) => fieldsAt(part, 'securityContext') ?? {})
  return IDS.filter((field) => contexts.some((context) => Object.hasOwn(context, field)))
}
