import { posix } from 'node:path'
import { UserError } from '../../core/finding.ts'
import type { Node } from '../../yaml/index.ts'
import { named } from '../edit/patch.ts'
import { putAt } from '../edit/put-at.ts'
import { type Entry, withNode } from '../identity/entry.ts'
import { moveObject } from '../identity/move-objects.ts'
import { selects } from '../identity/select.ts'
import { trimmed } from '../node/go-text.ts'
import { asText, isScalarNode, type MapNode, textOf } from '../node/node.ts'
import type { Shape } from '../read/decode.ts'
import type { Selector } from '../read/kustomization.ts'
import { readConfig } from '../read/read-config.ts'
import { stepsOf } from '../schema/field-spec.ts'
import { type Host, transformer } from './plugin.ts'
import { target } from './target.ts'

type Target = {
  readonly selector?: Selector
  readonly fieldPath?: string
  readonly filePathPosition?: number
}

type Arguments = {
  readonly value?: string
  readonly targets?: readonly Target[]
  readonly targetFilePath?: string
}

const targets: Shape = {
  list: { fields: { selector: target, fieldPath: 'text', filePathPosition: 'integer' } },
}

/** ValueAddTransformer: one value into fields of many objects, whole or as one part of a file path. */
export const valueAddTransformer = transformer<Arguments>(
  { value: 'text', targets, targetFilePath: 'text' },
  (read, host) => {
    const value = trimmed(read.value ?? '') || directoryName(host)
    const all = [...(read.targets ?? []), ...targetsOfFile(read.targetFilePath, host)]
    for (const one of all) check(one, host)
    if (all.length === 0) throw wrong(host, 'has no targets', 'add targets with fieldPath')
    return (entries) => all.reduce((now, one) => add(now, value, one, host), entries)
  },
)

function targetsOfFile(path: string | undefined, { layer }: Host): readonly Target[] {
  if (!path) return []
  const shape: Shape = { fields: { targets } }
  const tolerance = { unknown: 'ignored', duplicateKeys: 'last' } as const
  const read = readConfig(layer.loadText(path), path, shape, tolerance) as Arguments | undefined
  return read?.targets ?? []
}

function check({ fieldPath, filePathPosition = 0 }: Target, host: Host): void {
  if (!fieldPath) throw wrong(host, 'has a target without fieldPath', 'add it')
  if (filePathPosition < 0)
    throw wrong(host, 'has a negative filePathPosition', 'positions count from 1')
}

/** The value when none is given is the name of the kustomization's directory. */
function directoryName(host: Host): string {
  const name = posix.basename(host.layer.directory)
  if (name !== '') return name
  throw wrong(host, 'has no value', 'give one: the directory that is rendered has no name here')
}

function wrong({ layer }: Host, what: string, hint: string): UserError {
  return new UserError({ message: `${layer.file}: the ValueAddTransformer ${what}`, hint })
}

function add(
  entries: readonly Entry[],
  value: string,
  { selector, fieldPath = '', filePathPosition = 0 }: Target,
  { layer }: Host,
): readonly Entry[] {
  const fits = selector === undefined ? () => true : selects(selector, `${layer.file}: selector`)
  const steps = stepsOf({ path: fieldPath })
  const put = (old: Node | undefined): Node => {
    if (old === undefined && filePathPosition === 0) return null
    if (old === undefined)
      throw new UserError({
        message: `${fieldPath} leads to a null, into which no part of a path can be put`,
        hint: 'give it a value, or leave out filePathPosition',
      })
    if (!isScalarNode(old))
      throw new UserError({
        message: `${fieldPath} is a map or a list`,
        hint: 'a value can only be added to a single value',
      })
    return asText(old, inserted(textOf(old), filePathPosition, value))
  }
  return entries.map((entry) => {
    if (!fits(entry)) return entry
    if (fieldPath === 'metadata/namespace')
      return withNode(entry, moveObject(entry, { namespace: value, fields: [] }))
    return withNode(
      entry,
      named(layer.file, entry, () => putAt(entry.node, steps, put) as MapNode),
    )
  })
}

/** A part more in a file path, counted from 1; an absolute path stays one. 0: the value alone. */
function inserted(path: string, position: number, part: string): string {
  if (position === 0) return part
  const parts = path === '' ? [] : path.split('/')
  const place = Math.min(position - 1, parts.length)
  const isAbsolute = parts[0] === '' && place < parts.length
  return parts.toSpliced(isAbsolute ? place + 1 : place, 0, part).join('/')
}
