import {
  type CelInput,
  type CelValue,
  celEnv,
  isCelError,
  isCelList,
  isCelMap,
  parse,
  plan,
} from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { RE2JS } from 're2js'
import { memo } from '../../core/memo.ts'
import type { Engine, Outcome, Plan } from '../engine.ts'
import { kubernetesFunctions } from './functions.ts'

const env = celEnv({
  funcs: [...strings, ...kubernetesFunctions],
  re2: { compile: (pattern) => RE2JS.compile(pattern) },
})

/** Evaluates the rules of CRDs and RE2 patterns; the only file that loads the libraries for it, so it is itself imported lazily. */
export const engine: Engine = { plan: memo(planOf), typed, pattern: memo(patternOf) }

function planOf(expression: string): Plan {
  try {
    const run = plan(env, parse(expression))
    return (self) => outcomeOf(() => run({ self: self as CelInput }))
  } catch (error) {
    const why = `the expression cannot be read: ${textOf(error)}`
    return () => ({ kind: 'unknown', why })
  }
}

/** What the data is to blame for, by the API server's judgement as well as by ours. */
const DATA =
  /^(field not found|key not found|index .* out of bounds|u?int (divide|modulus) by zero|u?int overflow|Cannot convert .* to a BigInt|Unable to convert string|Failed to (decode bytes|parse (duration|timestamp))|.* is no (quantity|URL|IP address|CIDR|list with elements)$)/i

function outcomeOf(run: () => unknown): Outcome {
  try {
    const value = run()
    if (!isCelError(value)) return { kind: 'value', value: plainOf(value as CelValue) }
    return { kind: DATA.test(value.message) ? 'failed' : 'unknown', why: value.message }
  } catch (error) {
    const why = textOf(error)
    return { kind: DATA.test(why) ? 'failed' : 'unknown', why }
  }
}

/** Rules give true or false, messages a string; everything else only says that it was neither. */
function plainOf(value: CelValue): boolean | string | undefined {
  if (isCelList(value) || isCelMap(value)) return undefined
  return typeof value === 'boolean' || typeof value === 'string' ? value : undefined
}

/** What CEL sees in a text of each format; in the other formats it sees the text. */
const TYPED: Readonly<Record<string, string>> = {
  'date-time': 'timestamp(self)',
  date: 'timestamp(self + "T00:00:00Z")',
  duration: 'duration(self)',
}

/** A value of CEL, or the text itself when it is none: the schema has reported that. */
function typed(format: string, text: string): unknown {
  if (format === 'byte') return new Uint8Array(Buffer.from(text, 'base64'))
  const source = TYPED[format]
  if (source === undefined) return text
  const value = plan(env, parse(source))({ self: text })
  return isCelError(value) ? text : value
}

/** Linear in the length of the text, whatever the pattern; undefined for what RE2 refuses. */
function patternOf(source: string): { readonly test: (text: string) => boolean } | undefined {
  try {
    const compiled = RE2JS.compile(source)
    return { test: (text) => compiled.test(text) }
  } catch {
    return undefined
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
