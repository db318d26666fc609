export { type Catalog, type KindSchema, loadCatalog, type ReadSchema } from './catalog.ts'
export { checkObject, checkVersion } from './check-object.ts'
export {
  checkCluster,
  checkRendering,
  judgeCluster,
  type Sourced,
} from './check-rendering.ts'
export { customKindSchema, unusableKind, withCustomKinds } from './custom-kinds.ts'
export type { Engine } from './engine.ts'
export { applyExceptions, type Excepted, type Exception } from './exceptions.ts'
export { ignoreComments } from './ignore-comments.ts'
export { type Context, createJudge, isObject, type Judge, type Judged } from './judge.ts'
export { type RuleText, ruleTexts } from './list-of-rules.ts'
export { needsEngine } from './needs-engine.ts'
export type { Rule, RuleContext, RuleProblem } from './rule.ts'
export { rules } from './rules/index.ts'
export { type SchemaRule, schemaRules } from './schema-rules.ts'
export { isWorthALook, textRules } from './text-rules/index.ts'
export type { TextRule } from './text-rules/text-rule.ts'
