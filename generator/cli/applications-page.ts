import type { App } from '../fleet/types.ts'
import { NEEDED } from '../fleet/values.ts'

type Json = Readonly<Record<string, unknown>>

/** docs/applications.md: every application, every value with type, range, default and meaning. From the schemas, so it cannot be out of date. */
export function applicationsPage(apps: readonly App[]): string {
  return [
    '# Applications',
    '',
    '<!-- Written by "npm run docs" from the schemas in generator/apps/. -->',
    '',
    'What `uses:` in fleet.yaml may name, and what `values:` may say. Common `values` of an application hold in every',
    'environment; the values of an environment are merged over them: objects key by key, lists as a whole, and `null`',
    'takes a common value away.',
    '',
    ...apps.map((app) => `- [${app.name}](#${app.name}): ${app.summary}`),
    '',
    ...apps.flatMap(section),
  ].join('\n')
}

function section(app: App): readonly string[] {
  const run = app.run ? ['', `### Runs of ${app.name}`, '', ...table(app.run.values.json)] : []
  return [`## ${app.name}`, '', `${app.summary}.`, '', ...table(app.values.json), ...run, '']
}

const table = (schema: Json): readonly string[] => {
  const rows = [...rowsOf(schema, '')]
  if (rows.length === 0) return ['No values.']
  return ['| value | type | default | meaning |', '|---|---|---|---|', ...rows]
}

function* rowsOf(schema: Json, prefix: string): Generator<string> {
  const needed = (schema[NEEDED] ?? schema.required ?? []) as readonly string[]
  for (const [name, member] of Object.entries((schema.properties ?? {}) as Record<string, Json>)) {
    const path = `${prefix}${name}`
    const whole = member.properties !== undefined && !('default' in member)
    yield row(
      path,
      whole ? 'object' : typeOf(member),
      givenOf(member, whole, needed.includes(name)),
      member,
    )
    if (whole) yield* rowsOf(member, `${path}.`)
    const items = (member.items ?? {}) as Json
    if (items.properties !== undefined) yield* rowsOf(items, `${path}[].`)
  }
}

/** What holds when nothing is said. */
function givenOf(member: Json, whole: boolean, needed: boolean): string {
  if ('default' in member) return code(member.default)
  if (whole && member['x-strata-optional'] !== true) return ''
  return needed ? '**needed**' : 'absent'
}

const row = (path: string, type: string, given: string, member: Json): string =>
  `| \`${path}\` | ${type} | ${given} | ${cell(String(member.description ?? ''))} |`

const code = (value: unknown): string =>
  value === '' ? '`""`' : `\`${cell(typeof value === 'string' ? value : JSON.stringify(value))}\``
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ')

function typeOf(member: Json): string {
  const { type, enum: choices, minimum, maximum, anyOf, items } = member
  if (Array.isArray(choices)) return choices.map((c) => `\`${String(c)}\``).join(' \\| ')
  if (type === 'array') return `list of ${typeOf((items ?? {}) as Json)}`
  if (Array.isArray(anyOf)) return [...new Set(anyOf.map((a) => typeOf(a as Json)))].join(' or ')
  const range = [
    minimum === undefined ? '' : `≥ ${String(minimum)}`,
    maximum === undefined ? '' : `≤ ${String(maximum)}`,
  ].filter(Boolean)
  return [String(type ?? 'any'), ...range].join(' ')
}
