import type { Random } from '../random.ts'
import { type Field, type Layer, writeBeside } from './layer.ts'
import { fields, name, namespace, stringLabels } from './names.ts'
import { sentence, text } from './scalars.ts'
import type { Body, Value } from './value.ts'

export const configMapGenerator: Field = (layer) =>
  layer.r.many(1, 2, () => configMap(layer, 'ConfigMap'))

export const secretGenerator: Field = (layer) =>
  layer.r.many(1, 2, () => ({
    ...configMap(layer, 'Secret'),
    ...fields(layer.r, { type: [0.3, () => layer.r.pick(['Opaque', 'kubernetes.io/tls', 'x'])] }),
  }))

/** One entry of a generator; what it makes can be met by the patches of this layer. */
export function configMap(layer: Layer, kind: 'ConfigMap' | 'Secret'): Body {
  const { r, things } = layer
  const known = things.filter((thing) => thing.kind === kind)
  const again = known.length > 0 && r.chance(0.35) ? r.pick(known) : undefined
  const fresh = `${name(r)}-${r.pick(['cfg', 'env', 'gen'])}${r.int(50)}`
  const own = again?.name ?? (r.chance(0.3) && known.length === 0 ? name(r) : fresh)
  const place = again?.namespace ?? (r.chance(0.15) ? namespace(r) : undefined)
  const metadata = { name: own, ...(place === undefined ? {} : { namespace: place }) }
  if (again === undefined)
    things.push({ apiVersion: 'v1', kind, ...metadata, body: { metadata, data: { k: 'v' } } })
  const behavior = again === undefined ? 0.05 : 0.97
  return {
    name: own,
    ...(place === undefined ? {} : { namespace: place }),
    ...fields(r, {
      behavior: [behavior, () => (again ? r.pick(['merge', 'merge', 'replace']) : 'create')],
      literals: [0.7, () => literals(r)],
      files: [0.3, () => r.many(1, 2, () => file(layer))],
      envs: [0.2, () => [envFile(layer)]],
      env: [0.02, () => envFile(layer)],
      options: [0.2, () => options(r)],
    }),
  }
}

const literals = (r: Random): Value =>
  r.some(['a', 'b', 'LOG_LEVEL', 'x.y', 'A B', 'k', 'url'], 1, 4).map((key) => `${key}=${value(r)}`)

const value = (r: Random): string =>
  r.weighted<() => string>([
    [4, () => text(r)],
    [1, () => `"${text(r, 0)}"`],
    [1, () => `'${text(r, 0.2)}'`],
    [0.5, () => text(r).repeat(9)],
  ])()

function file(layer: Layer): string {
  const { r } = layer
  const path = writeBeside(layer, r.pick(['data', 'app.conf', 'x']), { text: fileText(r) })
  return r.chance(0.5) ? `${r.pick(['key', 'a.conf', 'K'])}${r.int(9)}=${path}` : path
}

const fileText = (r: Random): string =>
  r.weighted<() => string>([
    [3, () => r.many(1, 4, () => sentence(r)).join('\n') + r.pick(['', '\n'])],
    [1, () => text(r, 0.9)],
    [1, () => ''],
    [1, () => sentence(r).repeat(3)],
  ])()

function envFile(layer: Layer): string {
  const { r } = layer
  const lines = r
    .some(['E1', 'E2', 'E3'], 1, 3)
    .map((key) => `${r.chance(0.1) ? ' ' : ''}${key}=${text(r).replaceAll('\n', ' ')}`)
  const more = r.chance(0.3) ? r.some(['# note', '', '   ', 'BARE', '\ufeff'], 1, 2) : []
  return writeBeside(layer, 'env', { text: [...more, ...lines].join('\n') + r.pick(['', '\n']) })
}

/** `generatorOptions`, or the `options` of one entry. */
export const options = (r: Random): Body =>
  fields(r, {
    labels: [0.4, () => stringLabels(r)],
    annotations: [0.3, () => stringLabels(r)],
    disableNameSuffixHash: [0.4, () => r.chance(0.8)],
    immutable: [0.2, () => true],
  })
