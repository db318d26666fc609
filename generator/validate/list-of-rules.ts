import { rules } from './rules/index.ts'
import { schemaRules } from './schema-rules.ts'

type RuleText = { readonly summary: string; readonly hint: string }

/** Findings about what is judged, and about the judging, rather than about an object. */
const ABOUT: Readonly<Record<string, RuleText>> = {
  'empty-manifest': {
    summary: 'A manifest file holds objects.',
    hint: 'remove the file, or write an object into it',
  },
  'empty-rendering': {
    summary: 'A kustomization renders to something.',
    hint: 'give it resources, or remove it',
  },
  'exception-expired': {
    summary: 'Exceptions and baseline entries are renewed or removed in time.',
    hint: 'correct what it was for, or give it a new date',
  },
  'exception-reason': { summary: 'Every exception says why.', hint: 'give a reason' },
  'exception-rule': { summary: 'Exceptions name rules that exist.', hint: 'correct the name' },
  'exception-used': { summary: 'Every exception is needed.', hint: 'remove it' },
  'kind-rejected': {
    summary: 'Kinds that --reject names do not occur.',
    hint: 'take the object out',
  },
  'kubernetes-object': {
    summary: 'Every document is an object of Kubernetes.',
    hint: 'add apiVersion, kind and metadata, or take the document out',
  },
  kustomize: {
    summary: 'Kustomize passes over nothing in silence.',
    hint: 'correct the kustomization',
  },
  unreadable: {
    summary: 'Every file can be read as YAML and every kustomization be rendered.',
    hint: 'correct what the message names',
  },
}

/** Every rule that a finding may name, with what it demands. */
export const ruleTexts: ReadonlyMap<string, RuleText> = new Map<string, RuleText>([
  ...rules.map((rule) => [rule.id, rule] as const),
  ...Object.entries(schemaRules),
  ...Object.entries(ABOUT),
])
