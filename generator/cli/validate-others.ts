import type { Problem } from '../core/finding.ts'
import type { Unread } from '../io/find-manifests.ts'
import { syntaxMistakes } from '../yaml/index.ts'

/** Why nobody can tell whether a file holds a manifest; nothing when it is sound YAML or JSON of another kind. */
export function mistakeIn(text: string, file: string): Problem | undefined {
  if (file.endsWith('.json') && isJson(text)) return undefined
  const [first, ...more] = withTemplateHint(syntaxMistakes(text, file), text)
  if (first === undefined || more.length === 0) return first
  return { ...first, message: `${first.message} (and ${more.length} more)` }
}

/** Settings of editors and compilers are JSON with comments and commas at the end of a list. */
function isJson(text: string): boolean {
  const string = '"(?:[^"\\\\\\n]|\\\\.)*"'
  const withoutComments = text
    .replace(/^\ufeff/, '')
    .replace(new RegExp(`(${string})|//[^\\n]*|/\\*[^]*?\\*/`, 'g'), '$1')
    .replace(new RegExp(`(${string})|,(?=\\s*[\\]}])`, 'g'), '$1')
  return [text, withoutComments].some((one) => {
    try {
      JSON.parse(one)
      return true
    } catch {
      return false
    }
  })
}

const TEMPLATE = /\{\{|\{%/

/** A template is broken all over: what counts is that it is one. Several JSON documents in a row are what only kubectl reads. */
export function withTemplateHint(problems: readonly Problem[], text: string): readonly Problem[] {
  const [first] = problems
  const line = first?.place?.line ?? 0
  const near = text
    .split('\n', line)
    .slice(Math.max(line - 2, 0))
    .join('\n')
  if (first !== undefined && /^\s*\{/.test(text) && first.message.includes('flow-map-start'))
    return [{ ...first, message: 'a second JSON document begins here', hint: STREAM }]
  if (first === undefined || !TEMPLATE.test(near)) return problems
  const hint =
    'this looks like a template: judge what it renders to, e.g. helm template CHART | strata validate -'
  return [{ ...first, hint }]
}

const STREAM = 'write --- on a line between them, or put them into the items of a List'

/** Collects the templates of Helm charts, so that each chart is told once. */
export function templatesOf(charts: readonly string[]): {
  /** True for a template: it is not to be judged as it is. */
  readonly take: (file: string, text: string | Problem) => boolean
  readonly problems: () => readonly Unread[]
} {
  const taken = new Map<string, number>()
  return {
    take: (file, text) => {
      const chart = charts.findLast((one) => file.startsWith(`${below(one)}templates/`))
      if (chart === undefined || typeof text !== 'string' || !TEMPLATE.test(text)) return false
      taken.set(chart, (taken.get(chart) ?? 0) + 1)
      return true
    },
    problems: () =>
      Array.from(taken, ([chart, count]) => ({
        path: `${below(chart)}templates`,
        problem: {
          message: `${count === 1 ? 'a template' : `${count} templates`} of a Helm chart cannot be judged as they are`,
          hint: `judge what it renders to: helm template ${chart} | strata validate -; leave it out here: --ignore-filename-pattern '${below(chart)}templates/'`,
          place: { file: `${below(chart)}Chart.yaml`, line: 1, column: 1 },
        },
      })),
  }
}

const below = (folder: string): string => (folder === '.' ? '' : `${folder}/`)
