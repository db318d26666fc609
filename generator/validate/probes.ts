import { type Fields, fieldsAt } from './fields.ts'
import type { Container } from './pods.ts'

/** A probe or a lifecycle hook of a container. */
export type Probe = {
  /** `livenessProbe`, `readinessProbe`, `startupProbe`, `postStart` or `preStop`. */
  readonly name: string
  readonly pointer: string
  readonly fields: Fields
}

/** The probes that a container may have. */
export const PROBES: readonly string[] = ['livenessProbe', 'readinessProbe', 'startupProbe']
const HOOKS = ['postStart', 'preStop']

/** Where probes and lifecycle hooks stand in a container. */
export const HANDLERS: readonly string[] = [...PROBES, ...HOOKS.map((name) => `lifecycle/${name}`)]

/** The probes of a container, without its lifecycle hooks. */
export function probesOf({ fields, pointer }: Container): readonly Probe[] {
  return found(PROBES, fields, pointer)
}

/** Everything of a container that calls it: probes and lifecycle hooks. */
export function handlersOf(container: Container): readonly Probe[] {
  const { fields, pointer } = container
  const hooks = found(HOOKS, fieldsAt(fields, 'lifecycle'), `${pointer}/lifecycle`)
  return [...probesOf(container), ...hooks]
}

function found(names: readonly string[], fields: Fields, pointer: string): readonly Probe[] {
  return names
    .filter((name) => fields[name] != null)
    .map((name) => ({ name, pointer: `${pointer}/${name}`, fields: fieldsAt(fields, name) }))
}
