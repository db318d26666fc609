import { UserError } from '../core/finding.ts'
import { printKustomize } from '../yaml/index.ts'
import type { PluginConfig, Site } from './build.ts'
import { currentId, type Entry, metadataOf, withMetadata } from './identity/entry.ts'
import { printId } from './identity/id.ts'
import { textsOf } from './identity/select.ts'
import { isMap, withField, withoutField } from './node/node.ts'
import { transformerOf } from './plugins/index.ts'

/** The one thing that a validator may leave behind. */
const mark = 'validated-by'

/** Run what `validators` configure; they may change nothing but the label `validated-by`. Throws UserError. */
export function validate({ growth, layer }: Site, configs: readonly PluginConfig[]): void {
  const validators = configs.map(({ config, pointer }) => ({
    config,
    pointer,
    run: layer.at(pointer, () => transformerOf(config, layer)),
  }))
  for (const { config, pointer, run } of validators)
    layer.at(pointer, () => {
      const after = run(growth.entries)
      refuseChanges(growth.entries, after, config)
      growth.entries = [...after]
    })
}

function refuseChanges(before: readonly Entry[], after: readonly Entry[], config: Entry): void {
  const entry = before.find((old, i) => !isSame(old, after[i]))
  if (entry === undefined && after.length === before.length) return
  throw new UserError({
    message: `${config.origin}: the validator ${printId(currentId(config))} changes ${entry ? printId(currentId(entry)) : 'the objects'}`,
    hint: `a validator may only check, or set the label ${mark}; list it under transformers if it is to change something`,
  })
}

function isSame(before: Entry, after: Entry | undefined): boolean {
  if (after === undefined) return false
  const told = (entry: Entry) => entry.former.length + entry.patches.length
  if (told(before) !== told(after)) return false
  const node = unmarked(after)
  return node === before.node || printKustomize(node) === printKustomize(before.node)
}

function unmarked({ node }: Entry) {
  const labels = metadataOf(node).get('labels')
  if (!isMap(labels) || !labels.has(mark)) return node
  const rest = new Map([...textsOf(node, 'labels')].filter(([key]) => key !== mark))
  return rest.size > 0
    ? withMetadata(node, 'labels', rest)
    : withField(node, 'metadata', withoutField(metadataOf(node), 'labels'))
}
