import { cluster } from './cluster-schema.ts'
import { type Json, label, named, record, text } from './json.ts'
import type { App, Catalog } from './types.ts'

const environment = {
  anyOf: [
    record(
      {
        cluster: text('Cluster it lives in; without it the one of the same name.'),
        namespaceSuffix: text(
          'Put behind every namespace, so that two environments can share a cluster.',
          {
            pattern: '^[-a-z0-9]{1,30}$',
            examples: ['-staging'],
          },
        ),
        labels: {
          type: 'object',
          propertyNames: { format: 'label-key' },
          additionalProperties: { type: 'string', format: 'label-value' },
          description: 'Labels that every object of this environment gets.',
        },
      },
      'One environment.',
    ),
    { type: 'null' },
  ],
}

const run = (values: Json): Json =>
  record(
    {
      id: text('Part of the name of the Job, so never used twice.', label),
      values,
    },
    'One run of a one-shot Job.',
    ['id'],
  )

const application = (values: Json, runValues: Json): Json =>
  record(
    {
      uses: text('Which application of the catalog this is an instance of.'),
      namespace: text('Namespace; without it the name of the application.', label),
      values,
      environments: named(
        {
          anyOf: [
            record(
              {
                namespace: text('Namespace here, instead of the common one.', label),
                values,
                keep: { type: 'integer', minimum: 1, description: 'How many runs stay.' },
                runs: {
                  type: 'array',
                  items: run(runValues),
                  description: 'Runs of one-shot Jobs.',
                },
              },
              'What is different in one environment.',
            ),
            { type: 'null' },
          ],
        },
        'The environments it is in, each with what is different there.',
      ),
    },
    'One application.',
    ['uses', 'environments'],
  )

const pattern = (what: string): Json => text(`${what}; * stands for any text. All without it.`)

const exception = record(
  {
    rule: text('Rule whose findings are fine here; "strata explain" lists them.'),
    resource: pattern('Object, as Kind/namespace/name'),
    source: pattern('Rendering or file, as overlays/nova/tiles'),
    pointer: pattern('Place in the object, as /spec/template/spec'),
    reason: text('Why it is fine.', { minLength: 1 }),
    expires: text('Last day on which it counts.', {
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      examples: ['2027-01-31'],
    }),
  },
  'Findings that somebody has decided to live with.',
  ['rule', 'reason'],
)

/** The same as in .strata.yaml, for repositories that have a fleet. */
const validation = record(
  {
    exceptions: {
      type: 'array',
      items: exception,
      description: 'What is fine although a rule says otherwise.',
    },
    severities: {
      type: 'object',
      description: 'Rules that are more or less than a warning here.',
      additionalProperties: { enum: ['error', 'warning', 'off', false] },
    },
    missingSchemas: text(
      'Why --ignore-missing-schemas passes over kinds without a schema in silence.',
    ),
  },
  'How this repository is judged.',
)

const head = {
  version: { const: 1, description: 'Version of this format.' },
  include: {
    type: 'array',
    items: { type: 'string' },
    description:
      'Globs of further files with clusters, environments and applications, below this folder.',
  },
  repository: record(
    {
      url: text('Where Argo CD and Flux pull this repository from.', {
        pattern: '^\\S+$',
        examples: ['https://git.example.org/platform/fleet.git'],
      }),
      revision: text('Branch they follow.', { default: 'main' }),
      secretRef: text('Secret with Git credentials, in the namespace of the engine.'),
    },
    'This repository, as the clusters see it.',
    ['url'],
  ),
  validation,
}

/** The structure of fleet.yaml; values are any object here, each application's own schema judges them. */
export function structureSchema(catalog: Catalog): Json {
  const values = { anyOf: [{ type: 'object' }, { type: 'null' }] }
  return record(
    {
      ...head,
      clusters: named(cluster(catalog), 'The clusters.'),
      environments: named(environment, 'The environments.'),
      applications: named(application(values, values), 'The applications.'),
    },
    'A fleet.',
  )
}

/** The schema for editors (schemas/fleet.schema.json): the structure, and the values of each application by its `uses`. */
export function editorSchema(catalog: Catalog): Json {
  const refs = (app: App): readonly [Json, Json] => [
    { $ref: `#/$defs/${app.name}` },
    app.run ? { $ref: `#/$defs/${app.name}-run` } : { type: 'object' },
  ]
  const cases = catalog.apps.map((app) => ({
    if: { properties: { uses: { const: app.name } }, required: ['uses'] },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { ...application(...refs(app)), description: app.summary },
  }))
  const uses = {
    properties: { uses: { enum: catalog.apps.map((a) => a.name) } },
    required: ['uses'],
  }
  const defs = catalog.apps.flatMap((app) => [
    [app.name, app.values.json],
    ...(app.run ? [[`${app.name}-run`, app.run.values.json]] : []),
  ])
  return titled({
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'fleet.yaml',
    $defs: Object.fromEntries(defs),
    ...record(
      {
        ...head,
        clusters: named(cluster(catalog), 'The clusters.'),
        environments: named(environment, 'The environments.'),
        applications: named({ type: 'object', ...uses, allOf: cases }, 'The applications.'),
      },
      'A fleet: clusters, environments and applications. `strata generate` writes the repository from it.',
    ),
  })
}

/** Keywords that hold values, not schemas. */
const DATA = new Set(['default', 'examples', 'const', 'enum'])

/** Every member gets a title out of its name, `workQueues` → `Work queues`: editors show it above the description. */
function titled(schema: Json): Json {
  const entries = Object.entries(schema).map(([key, value]) => {
    if (key === 'properties') return [key, titledMembers(value as Record<string, Json>)]
    return [key, DATA.has(key) ? value : deep(value)]
  })
  return Object.fromEntries(entries)
}

const titledMembers = (members: Readonly<Record<string, Json>>): Json =>
  Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const { title = titleOf(name), ...rest } = titled(member)
      return [name, { title, ...rest }]
    }),
  )

const deep = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(deep)
    : typeof value === 'object' && value !== null
      ? titled(value as Json)
      : value

function titleOf(name: string): string {
  const words = name.replaceAll(
    /([a-z0-9])([A-Z])/g,
    (_, a: string, b: string) => `${a} ${b.toLowerCase()}`,
  )
  return words.charAt(0).toUpperCase() + words.slice(1)
}
