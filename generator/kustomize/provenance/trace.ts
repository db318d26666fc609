import { fieldText, type MapNode } from '../node/node.ts'

/** Work that only the top of a build does, beside the fields of a kustomization. */
export type Work = 'hash' | 'names' | 'vars'

/** One thing that makes or changes objects. One value per run of it: steps are told apart by identity. */
export type Step = {
  /** A resource file, or the kustomization whose field is at work. */
  readonly file: string
  /** JSON pointer of the field or of its entry; empty for a resource file. */
  readonly pointer: string
  /** In a resource file: which of its objects, from 0 on. */
  readonly object?: number
  readonly work?: Work
  /** The kind of a plugin whose configuration is what file, pointer and object name. */
  readonly plugin?: string
}

/** What is at work now. Belongs to one build; without one nothing is remembered, and nothing is paid for it. */
export type Trace = { current: Step }

/** An object after each step that changed it, newest first. Nodes are shared, so that this costs a few pointers. */
export type History = {
  readonly trace: Trace
  readonly step: Step
  readonly node: MapNode
  readonly before: History | undefined
}

/** A trace of a build that has not begun. */
export function createTrace(): Trace {
  return { current: { file: '', pointer: '' } }
}

/** Run a step; what changes meanwhile was changed by it. */
export function during<T>(trace: Trace | undefined, step: Step, run: () => T): T {
  if (trace === undefined) return run()
  const outer = trace.current
  trace.current = step
  try {
    return run()
  } finally {
    trace.current = outer
  }
}

/** The step of a plugin: what its configuration was read from. */
export function pluginStep(config: {
  readonly node: MapNode
  readonly origin: string
  readonly history: History | undefined
}): Step {
  let first = config.history
  while (first?.before !== undefined) first = first.before
  const at = first?.step ?? { file: config.origin, pointer: '' }
  return { ...at, plugin: fieldText(config.node, 'kind') }
}

/** An object that a step has made, with the beginning of its history where there is a trace. */
export function begun<T extends { readonly node: MapNode }>(
  trace: Trace | undefined,
  made: T,
  step: Step | undefined = trace?.current,
): T {
  if (trace === undefined || step === undefined) return made
  return { ...made, history: { trace, step, node: made.node, before: undefined } }
}

/** The history of an object that has become `node`; several changes by one step are one. */
export function continued(
  history: History | undefined,
  node: MapNode,
  step: Step | undefined = history?.trace.current,
): History | undefined {
  if (history === undefined || step === undefined) return undefined
  const before = history.step === step ? history.before : history
  return { trace: history.trace, step, node, before }
}
