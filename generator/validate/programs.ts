import type { Fields } from './fields.ts'

/** A container as what is known about programs sees it. */
export type Running = {
  /** Command and arguments, one after the other. */
  readonly words: readonly string[]
  /** Variables with a value of their own, and those that come from elsewhere as undefined. */
  readonly env: ReadonlyMap<string, string | undefined>
}

/** Something that a program does not read as it is meant: a word or a variable of its container. */
export type Misread = {
  readonly word?: number
  readonly variable?: string
  readonly message: string
  readonly hint: string
}

/** What is known about a program that anybody may run. */
export type Program = {
  /** Part of the name of its image: a quick look that leaves out nearly all. */
  readonly word: string
  /** The end of its image's repository. */
  readonly image: RegExp
  readonly misread: (running: Running) => Iterable<Misread>
}

/** Options of Prefect that name a queue, and may be repeated. */
const QUEUE = /^(?:-q|--work-queue)$/

function* queues({ words }: Running): Iterable<Misread> {
  const starts = ['agent', 'worker'].some((one) => words.includes(one)) && words.includes('start')
  if (!starts) return
  for (const [index, word] of words.entries()) {
    const [, inline] = /^(?:-q|--work-queue)=(.*)$/.exec(word) ?? []
    const names = inline ?? (QUEUE.test(words[index - 1] ?? '') ? word : '')
    if (names.includes(','))
      yield {
        word: index,
        message: `takes ${JSON.stringify(names)} for the name of one queue: Prefect does not split at commas`,
        hint: 'repeat the option for each queue',
      }
  }
}

/** Without its value Prefect calls the cluster nothing, and cannot cancel what it started. */
function* clusterUid({ env }: Running): Iterable<Misread> {
  const variable = 'PREFECT_KUBERNETES_CLUSTER_UID'
  if (env.has(variable) && env.get(variable) === '')
    yield {
      variable,
      message: `sets ${variable} to nothing`,
      hint: 'write the UID of the namespace kube-system of that cluster, or leave the variable out and let the worker read it',
    }
}

/** What flea only reads when it keeps its models in a bucket. */
const OF_BUCKET = ['PRIVATE_PEM_KEY', 'GOOGLE_ACCESS_ID']

function* flea({ env }: Running): Iterable<Misread> {
  if (env.get('BACKEND') !== 'memory') return
  for (const variable of OF_BUCKET)
    if (env.has(variable))
      yield {
        variable,
        message: `needs ${variable}, which flea does not read with BACKEND=memory`,
        hint: 'leave it out: the pod cannot start while its Secret is missing',
      }
}

function* prefect(running: Running): Iterable<Misread> {
  yield* queues(running)
  yield* clusterUid(running)
}

/** Programs whose use goes wrong in silence. */
export const programs: readonly Program[] = [
  { word: 'prefect', image: /(?:^|\/)prefect$/, misread: prefect },
  { word: 'flea', image: /(?:^|\/)(?:tensorio-models\/)?flea$/, misread: flea },
]

/** A settings file that a program takes without a word, and the properties that it reads; `true` is any value. */
export type Settings = { readonly [name: string]: Settings | true }

const SCALARS = true
const TOPIC: Settings = {
  name: true,
  auto_create: true,
  num_partitions: true,
  replication_factor: true,
  config: SCALARS,
}

/** The property groups of the ignition framework, which the drivers of CP4NA are made of. */
const IGNITION: Settings = {
  application: {
    port: true,
    ssl: true,
    connexion_init_props: SCALARS,
    connexion_runtime_props: SCALARS,
  },
  messaging: {
    connection_address: true,
    topics: { lifecycle_execution_events: TOPIC, job_queue: TOPIC },
    config: SCALARS,
  },
  job_queue: { consumer_group_id: true },
  resource_driver: {
    async_messaging_enabled: true,
    scripts_workspace: true,
    lifecycle_request_queue: { enabled: true, group_id: true, topic: TOPIC, failed_topic: TOPIC },
  },
  management: true,
  api: true,
  bootstrap: true,
}

/** By the name of the file, as it stands in a ConfigMap. */
export const settingsFiles: Readonly<Record<string, Settings>> = {
  'azuredriver_config.yml': IGNITION,
}

/** Where a file says something that the program does not read, with the names that it would; other types are left alone. */
export function* unread(
  value: Fields,
  known: Settings,
  at: readonly string[] = [],
): Iterable<{ readonly path: readonly string[]; readonly known: readonly string[] }> {
  for (const [name, member] of Object.entries(value)) {
    const below = Object.hasOwn(known, name) ? known[name] : undefined
    const path = [...at, name]
    if (below === undefined) yield { path, known: Object.keys(known) }
    else if (
      below !== true &&
      typeof member === 'object' &&
      member !== null &&
      !Array.isArray(member)
    )
      yield* unread(member as Fields, below, path)
  }
}
