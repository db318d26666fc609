import { type Severity, UserError } from '../core/finding.ts'
import type { Resource } from '../core/resource.ts'
import { didYouMean } from '../core/suggest.ts'
import { warnings } from '../kustomize/warnings/index.ts'
import { type Rule, rules, textRules } from '../validate/index.ts'
import { printYaml } from '../yaml/index.ts'
import type { World } from './command.ts'
import { allRuleTexts } from './rule-texts.ts'

/** Prints what a rule is about, or all rules with one line each. Throws UserError for a rule that does not exist. */
export function explainRule({ out, style }: World, id: string | undefined): number {
  const bold = (text: string): string => style('bold', text)
  out(id === undefined ? listOfRules() : textOf(id, bold))
  return 0
}

function listOfRules(): string {
  const width = Math.max(...Array.from(allRuleTexts.keys(), (id) => id.length))
  const line = ([id, { summary }]: readonly [string, { readonly summary: string }]): string =>
    `${id.padEnd(width)}  ${summary}\n`
  return Array.from(allRuleTexts, line).join('')
}

type Bold = (text: string) => string

function textOf(id: string, bold: Bold): string {
  const found = explained(id)
  if (found !== undefined) return textOfRule(found, bold)
  const text = allRuleTexts.get(id)
  if (text === undefined)
    throw new UserError({
      message: `there is no rule "${id}"${didYouMean(id, allRuleTexts.keys())}`,
      hint: 'run "strata explain" for the list of rules',
    })
  return [bold(id), '', text.summary, '', `What to do: ${text.hint}`, ''].join('\n')
}

/** A rule with its reason and its examples, whatever it judges. */
export type Explained = {
  readonly id: string
  readonly severity: Severity
  readonly summary: string
  readonly why: string
  readonly hint: string
  readonly good: string
  readonly bad: string
}

function explained(id: string): Explained | undefined {
  const rule = rules.find((one) => one.id === id)
  if (rule !== undefined) return ofRule(rule)
  const ofText = textRules.find((one) => one.id === id)
  if (ofText !== undefined) return { ...ofText, ...ofText.examples }
  const warning = warnings.find((one) => one.id === id)
  if (warning === undefined) return undefined
  const { good, bad } = warning.example
  return { ...warning, severity: 'warning', good: filesText(good), bad: filesText(bad) }
}

function ofRule(rule: Rule): Explained {
  const { good, bad } = rule.examples()
  return { ...rule, good: exampleText(good), bad: exampleText(bad) }
}

const filesText = (files: Readonly<Record<string, string>>): string =>
  Object.entries(files)
    .map(([path, text]) => `# ${path}\n${text.trimEnd()}\n`)
    .join('\n')

function textOfRule(rule: Explained, bold: Bold): string {
  const { id, severity, summary, why, hint, good, bad } = rule
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
    good,
    bold('Bad'),
    '',
    bad,
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
