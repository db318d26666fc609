import { memo } from '../core/memo.ts'
import type { Definitions, Schema } from './schema.ts'

/** A definition by its name, if the file has it. */
export type ReadDefinition = (name: string) => Schema | undefined

const HEAD = '{\n"definitions":{\n'
const FOOT = '\n}\n}\n'

/**
 * The definitions of a file one by one: those of `schemas/` have a line each (`definitionsText` writes them), and a run needs
 * fifty of seven hundred. Other files are read whole. Throws SyntaxError for what is no JSON.
 */
export function readDefinitions(text: string): ReadDefinition {
  if (!text.startsWith(HEAD) || !text.endsWith(FOOT)) return wholeFile(text)
  const starts = new Map<string, number>()
  for (let at = HEAD.length; at < text.length - 4; at = text.indexOf('\n', at) + 1)
    starts.set(text.slice(at + 1, text.indexOf('"', at + 1)), at)
  return memo((name) => {
    const start = starts.get(name)
    return start === undefined ? undefined : definitionAt(text, start, name)
  })
}

function wholeFile(text: string): ReadDefinition {
  const { definitions } = JSON.parse(text) as { readonly definitions: Definitions }
  return (name) => (Object.hasOwn(definitions, name) ? definitions[name] : undefined)
}

/** Of the line `"name":{…},`, which lacks the comma at the end of the file. */
function definitionAt(text: string, start: number, name: string): Schema {
  const end = text.indexOf('\n', start)
  const last = text[end - 1] === ',' ? end - 1 : end
  return JSON.parse(text.slice(start + name.length + '"":'.length, last)) as Schema
}
