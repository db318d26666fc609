import type { Severity } from '../core/finding.ts'
import { rules } from './rules/index.ts'
import { schemaRules } from './schema-rules.ts'
import { judgeRules } from './second/judge-rules.ts'
import { textRules } from './text-rules/index.ts'

/** What a rule demands, and what to do; with its severity where that is always the same. */
export type RuleText = {
  readonly summary: string
  readonly hint: string
  readonly severity?: Severity
}

/** Findings about what is judged, and about the judging, rather than about an object. */
const ABOUT: Readonly<Record<string, RuleText>> = {
  'empty-manifest': {
    severity: 'warning',
    summary: 'A manifest file holds objects.',
    hint: 'remove the file, or write an object into it',
  },
  'empty-rendering': {
    summary: 'A kustomization renders to something.',
    hint: 'give it resources, or remove it',
  },
  'exception-expired': {
    severity: 'warning',
    summary: 'Exceptions and baseline entries are renewed or removed in time.',
    hint: 'correct what it was for, or give it a new date',
  },
  'exception-reason': { summary: 'Every exception says why.', hint: 'give a reason' },
  'exception-rule': { summary: 'Exceptions name rules that exist.', hint: 'correct the name' },
  'exception-used': {
    severity: 'warning',
    summary: 'Every exception is needed.',
    hint: 'remove it',
  },
  'generated-file': {
    summary: 'Generated files are what fleet.yaml says (generate --check).',
    hint: 'run "npm run generate" and commit what it writes',
  },
  'kind-rejected': {
    summary: 'Kinds that --reject names do not occur.',
    hint: 'take the object out',
  },
  'kubernetes-object': {
    summary: 'Every document is an object of Kubernetes.',
    hint: 'add apiVersion, kind and metadata, or take the document out',
  },
  kustomize: {
    severity: 'warning',
    summary: 'Kustomize passes over nothing in silence.',
    hint: 'correct the kustomization',
  },
  'nothing-checked': {
    summary: 'There is something to check.',
    hint: 'name a folder that holds kustomizations or manifests',
  },
  unreadable: {
    summary: 'Every file can be read as YAML and every kustomization be rendered.',
    hint: 'correct what the message names',
  },
}

/** Every rule that a finding may name, with what it demands. */
export const ruleTexts: ReadonlyMap<string, RuleText> = new Map<string, RuleText>([
  ...rules.map((rule) => [rule.id, rule] as const),
  ...textRules.map((rule) => [rule.id, rule] as const),
  ...Object.entries(schemaRules),
  ...Object.entries(ABOUT),
  ...Object.entries(judgeRules),
])
