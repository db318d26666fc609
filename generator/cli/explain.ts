import { UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import { type Rule, rules, ruleTexts } from '../validate/index.ts'
import { printYaml } from '../yaml/index.ts'
import type { World } from './command.ts'

/** Prints what a rule is about, or all rules with one line each. Throws UserError for a rule that does not exist. */
export function explainRule({ out, style }: World, id: string | undefined): number {
  const bold = (text: string): string => style('bold', text)
  out(id === undefined ? listOfRules() : textOf(id, bold))
  return 0
}

function listOfRules(): string {
  const width = Math.max(...Array.from(ruleTexts.keys(), (id) => id.length))
  return Array.from(ruleTexts, ([id, { summary }]) => `${id.padEnd(width)}  ${summary}\n`).join('')
}

function textOf(id: string, bold: (text: string) => string): string {
  const rule = rules.find((one) => one.id === id)
  if (rule !== undefined) return textOfRule(rule, bold)
  const text = ruleTexts.get(id)
  if (text === undefined)
    throw new UserError({
      message: `there is no rule "${id}"${didYouMean(id, ruleTexts.keys())}`,
      hint: 'run "strata explain" for the list of rules',
    })
  return [bold(id), '', text.summary, '', `What to do: ${text.hint}`, ''].join('\n')
}

function textOfRule(rule: Rule, bold: (text: string) => string): string {
  const { id, severity, summary, why, hint, examples } = rule
  return [
    `${bold(id)} (${severity})`,
    '',
    summary,
    '',
    `Why:        ${why}`,
    `What to do: ${hint}`,
    '',
    bold('Good'),
    '',
    exampleText(examples.good),
    bold('Bad'),
    '',
    exampleText(examples.bad),
  ].join('\n')
}

/** Objects of an example as a YAML stream. */
export function exampleText(resources: readonly Resource[]): string {
  return resources.map((resource) => printYaml(shortened(resource))).join('---\n')
}

/** Examples of what is too large would fill the page. */
function shortened<T>(value: T): T {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' && member.length > LONGEST
      ? `${member.slice(0, 10)}… (${member.length} characters)`
      : member,
  )
  return JSON.parse(text) as T
}

const LONGEST = 200
