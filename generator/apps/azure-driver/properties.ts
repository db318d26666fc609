import { any, boolean, integer, object, optional, record, string } from '../../fleet/values.ts'

type Scalar = string | number | boolean
const scalar = any<Scalar, { description: string }>(
  { type: ['string', 'number', 'boolean'] },
  { description: 'Text, number, true or false.' },
)
const scalars = (description: string) => optional(record(scalar, { description }))
const text = (description: string) => optional(string({ description }))
const flag = (description: string) => optional(boolean({ description }))
const count = (description: string) => optional(integer({ description, minimum: 1 }))

const topic = (description: string) =>
  optional(
    object(
      {
        name: text('Name of the Kafka topic.'),
        auto_create: flag('Make the topic if it is not there.'),
        num_partitions: count('Partitions of a topic that the driver makes, 1 or more.'),
        replication_factor: count('Copies of a topic that the driver makes, 1 or more.'),
        config: scalars('Kafka settings of a topic that the driver makes, e.g. retention.ms.'),
      },
      { description },
    ),
  )

const messaging = object(
  {
    connection_address: string({
      description: 'Kafka bootstrap servers, host:port, several with commas between.',
      default: 'cp4na-o-events-kafka-bootstrap:9092',
      minLength: 1,
    }),
    topics: optional(
      object(
        {
          lifecycle_execution_events: topic('Topic that the lifecycle manager listens to.'),
          job_queue: topic('Topic that the driver keeps its own jobs in.'),
        },
        { description: 'Kafka topics.' },
      ),
    ),
    config: scalars(
      'Settings of the Kafka client; api_version_auto_timeout_ms is 10000 unless it is set here.',
    ),
  },
  { description: 'Kafka.' },
)

const requestQueue = optional(
  object(
    {
      enabled: flag('Take lifecycle requests through a Kafka topic.'),
      group_id: text('Kafka consumer group of the queue.'),
      topic: topic('Topic of the queue.'),
      failed_topic: topic('Topic for requests that could not be handled.'),
    },
    { description: 'Queue of lifecycle requests.' },
  ),
)

const group = <M extends Parameters<typeof object>[0]>(members: M, description: string) =>
  optional(object(members, { description }))
const enabled = flag('Start it.')
const bootstrap = group(
  {
    messaging: group(
      { postal_enabled: enabled, delivery_enabled: enabled, inbox_enabled: enabled },
      'Kafka services.',
    ),
    job_queue: group({ service_enabled: enabled }, 'The job queue.'),
    resource_driver: group(
      {
        api_enabled: enabled,
        api_service_enabled: enabled,
        service_enabled: enabled,
        lifecycle_monitoring_service_enabled: enabled,
        lifecycle_messaging_service_enabled: enabled,
        driver_files_manager_service_enabled: enabled,
      },
      'The driver API and its services.',
    ),
    request_queue: group({ enabled }, 'The request queue.'),
    templating: group(
      { service_enabled: enabled, resource_context_service_enabled: enabled },
      'Templates.',
    ),
  },
  'Which parts of the framework are started.',
)

/**
 * Schema of the property groups that the driver knows. Upstream ignores an unknown property silently, so here it is an
 * error. Port, TLS and health API are not among them: Service, probes and certificate depend on those.
 */
export const propertyValues = object(
  {
    application: group(
      {
        connexion_init_props: scalars('Passed to Connexion when it is made.'),
        connexion_runtime_props: scalars('Passed to Connexion when it is started.'),
      },
      'The web framework.',
    ),
    messaging,
    job_queue: group(
      { consumer_group_id: text('Kafka consumer group of the job queue.') },
      'Jobs.',
    ),
    resource_driver: group(
      {
        async_messaging_enabled: flag('Report the end of an execution through Kafka.'),
        scripts_workspace: text('Folder that driver files are unpacked in.'),
        lifecycle_request_queue: requestQueue,
      },
      'The driver.',
    ),
    bootstrap,
  },
  {
    description:
      'Property groups of the driver, written to azuredriver_config.yml; an environment only says what differs.',
  },
)

/** A tree of properties; empty groups are not written. */
export type Properties = { readonly [key: string]: Scalar | Properties | undefined }

const KAFKA_CLIENT = { api_version_auto_timeout_ms: 10000 }

/** Text of azuredriver_config.yml: upstream's defaults, ours over them, property by property. */
export function configFile(values: Properties): string {
  const messaging = values.messaging as Properties
  const config = { ...KAFKA_CLIENT, ...(messaging.config as Properties | undefined) }
  return lines({ ...values, messaging: { ...messaging, config } }, '')
    .join('\n')
    .concat('\n')
}

/** YAML that needs no library: nested sorted maps of scalars, every string and every odd key in double quotes. */
function lines(tree: Properties, indent: string): readonly string[] {
  const sorted = Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1))
  return sorted.flatMap(([name, value]) => {
    const key = /^[a-z][a-z0-9_.]*$/.test(name) ? name : JSON.stringify(name)
    if (value === undefined) return []
    if (typeof value !== 'object') return [`${indent}${key}: ${JSON.stringify(value)}`]
    const inner = lines(value, `${indent}  `)
    return inner.length === 0 ? [] : [`${indent}${key}:`, ...inner]
  })
}

const SECRET = /password|secret|token|credential/i

/** Pointers to properties whose name says that they hold a secret; a ConfigMap is no place for those. */
export function secretProperties(tree: Properties, pointer: string): readonly string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const here = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (typeof value === 'object') return secretProperties(value, here)
    return SECRET.test(name) && typeof value === 'string' ? [here] : []
  })
}
