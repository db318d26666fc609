import { UserError } from '../../core/finding.ts'
import { type Node, readNodes, readsAsText, type Style, scalar } from '../../yaml/index.ts'

/**
 * A string that a step puts where nothing was: upstream gives it quotes when YAML 1.1 would read anything else there,
 * and what takes its place later inherits them.
 */
export function createdText(text: string): Node {
  const style = createdStyle(text)
  return style === 'plain' ? text : scalar(text, style)
}

/** The same of a text in a map that is written anew: several lines are a block, and what takes their place later is text too. */
export function createdLines(text: string): Node {
  return text.includes('\n') ? scalar(text, 'literal') : createdText(text)
}

/** The style of such a string. */
export function createdStyle(text: string): Style {
  return text === '' || text.includes('\n') || readsAsOldText(text) ? 'plain' : 'double'
}

/** Signs by which a text may be a map, a list, a comment or something quoted when YAML reads it. */
const structured = /^[-?:,[\]{}#&*!|>'"%@`\s]|:\s|:$|\s#|\s$|[\r\x85\u2028\u2029]/

/** Upstream decodes the first document. */
const first = { duplicateKeys: 'last', documents: 'first' } as const

function readsAsOldText(text: string): boolean {
  if (!readsAsText(text, 'config')) return false
  if (!structured.test(text)) return true
  try {
    const [node = null] = readNodes(text, 'text', 'config', first)
    return typeof node === 'string'
  } catch (error) {
    if (error instanceof UserError) return true
    throw error
  }
}
