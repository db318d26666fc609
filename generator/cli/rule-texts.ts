import { warnings } from '../kustomize/warnings/index.ts'
import { type RuleText, ruleTexts } from '../validate/index.ts'

/** Every rule that a finding may name: those of validate, and what is told beyond kustomize. */
export const allRuleTexts: ReadonlyMap<string, RuleText> = new Map<string, RuleText>([
  ...ruleTexts,
  ...warnings.map((one) => [one.id, { ...one, severity: 'warning' }] as const),
])
