import type { Finding } from '../../../generator/core/finding.ts'
import type { Answer } from './ask.ts'
import type { Mutant } from './mutants.ts'

/** A mutant with the server's answer and with what we say that we do not say of its origin. */
export type Outcome = Mutant & {
  readonly answer: Answer
  readonly schema: readonly Finding[]
  readonly all: readonly Finding[]
}

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((part / whole) * 100).toFixed(2)} %`

/** One line per set and per kind of change. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = (['set', 'change'] as const).flatMap((by) =>
    [...new Set(outcomes.map((one) => one[by]))].map((name) =>
      rowOf(
        name,
        outcomes.filter((one) => one[by] === name),
      ),
    ),
  )
  const head = ['', 'asked', 'refused', 'caught', 'share', 'schema errors on accepted', 'other']
  const all = [head, ...rows, rowOf('together', outcomes)]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}

function rowOf(name: string, outcomes: readonly Outcome[]): readonly string[] {
  const refused = outcomes.filter(({ answer }) => answer.verdict === 'refused')
  const accepted = outcomes.filter(({ answer }) => answer.verdict === 'accepted')
  const caught = refused.filter(({ all }) => all.length > 0).length
  const schema = accepted.filter((one) => one.schema.length > 0).length
  const other = accepted.filter((one) => one.schema.length === 0 && one.all.length > 0).length
  const numbers = [outcomes.length, refused.length, caught].map(String)
  return [name, ...numbers, share(caught, refused.length), String(schema), String(other)]
}

/** What the server refuses and we do not, by kind and place. */
export function missesOf(outcomes: readonly Outcome[]): readonly string[] {
  const missed = outcomes.filter(({ answer, all }) => answer.verdict === 'refused' && !all.length)
  return grouped(missed, ({ answer, change }) => `${change}: ${answer.message}`)
}

/** What the server takes and we call an error, by kind, place and rule. */
export function alarmsOf(outcomes: readonly Outcome[]): readonly string[] {
  const taken = outcomes.filter(({ answer, all }) => answer.verdict === 'accepted' && all.length)
  return grouped(taken, ({ change, all }) => {
    const said = all.map(({ rule, message }) => `${rule}: ${message}`)
    return `${change}: ${said.join(' / ')}`
  })
}

function grouped(
  outcomes: readonly Outcome[],
  textOf: (outcome: Outcome) => string,
): readonly string[] {
  const groups = new Map<string, Outcome[]>()
  for (const one of outcomes) {
    const key = `${one.object.kind} ${one.place}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, [first, ...rest]]) => {
      const text = first === undefined ? '' : textOf(first).replace(/\s+/g, ' ').slice(0, 260)
      return `${key} (${rest.length + 1}) ${text}`
    })
}
