import { warnings } from '../kustomize/warnings/index.ts'
import { type Rule, rules, ruleTexts, type TextRule, textRules } from '../validate/index.ts'
import { exampleText } from './explain.ts'

/** docs/rules.md: every rule with its reason, its remedy and its examples. From the rules themselves, so it cannot be out of date. */
export function rulesPage(): string {
  const all = [...rules, ...textRules]
  const others = [...ruleTexts].filter(([id]) => all.every((rule) => rule.id !== id))
  return [
    '# Rules',
    '',
    '<!-- Written by "npm run docs" from generator/validate/rules/. -->',
    '',
    'What `strata validate` checks beyond the schemas of Kubernetes, for any repository. An error is what the API server, a node or',
    'a controller refuses, or a secret in plain text; a warning is what probably goes wrong later. `strata explain RULE` prints the same.',
    '',
    '| rule | severity | what must hold |',
    '|---|---|---|',
    ...all.map(
      ({ id, severity, summary }) => `| [${id}](#${id}) | ${severity} | ${cell(summary)} |`,
    ),
    '',
    '## From the schemas, and about what is judged',
    '',
    '| rule | what must hold | what to do |',
    '|---|---|---|',
    ...others.map(([id, { summary, hint }]) => `| ${id} | ${cell(summary)} | ${cell(hint)} |`),
    '',
    '## Beyond kustomize',
    '',
    'What kustomize does in silence and nobody wants: warnings with the same exceptions and severities, each explained in',
    '[warnings.md](warnings.md).',
    '',
    '| rule | what happens |',
    '|---|---|',
    ...warnings.map(
      ({ id, summary }) => `| [${id}](warnings.md#${anchor(id)}) | ${cell(summary)} |`,
    ),
    '',
    ...rules.flatMap(section),
    ...textRules.flatMap(textSection),
  ].join('\n')
}

const section = ({ examples, scope, ...rule }: Rule): readonly string[] => {
  const { good, bad, platform } = examples()
  const looks = `${LOOKS[scope]}${platform ? `, on ${platform} only` : ''}`
  return sectionOf(rule, looks, exampleText(good), exampleText(bad))
}

const textSection = ({ examples, ...rule }: TextRule): readonly string[] =>
  sectionOf(rule, 'the text of a file', examples.good, examples.bad)

type Words = Pick<Rule, 'id' | 'severity' | 'summary' | 'why' | 'hint'>

function sectionOf(
  { id, severity, summary, why, hint }: Words,
  looks: string,
  good: string,
  bad: string,
): readonly string[] {
  return [
    `## ${id}`,
    '',
    `${summary} (${severity}, ${looks})`,
    '',
    `- Why: ${why}`,
    `- What to do: ${hint}`,
    '',
    'Good:',
    '',
    fenced(good),
    '',
    'Bad:',
    '',
    fenced(bad),
    '',
  ]
}

const anchor = (id: string): string => id.slice('kustomize/'.length)

const LOOKS: Readonly<Record<Rule['scope'], string>> = {
  object: 'each object by itself',
  rendering: 'all objects of a rendering',
  cluster: 'all objects of a rendering and of a cluster',
  whole: 'all objects of a cluster',
}

const fenced = (text: string): string => `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``
const cell = (text: string): string => text.replaceAll('|', '\\|')
