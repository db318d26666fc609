import type { Plugin } from './plugin.ts'
import { prefixTransformer } from './prefix-transformer.ts'
import { suffixTransformer } from './suffix-transformer.ts'

const parts = [prefixTransformer, suffixTransformer]

/** PrefixSuffixTransformer: both, by the same field specs. Its parts read one configuration. */
export const prefixSuffixTransformer: Plugin = {
  shape: { fields: Object.assign({}, ...parts.map(({ shape }) => fieldsOf(shape))) },
  isYaml: true,
  transform: (read, host) => {
    const run = parts.map((part) => part.transform?.(read, host))
    return (entries) => run.reduce((now, step) => step?.(now) ?? now, entries)
  },
}

function fieldsOf(shape: Plugin['shape']) {
  return typeof shape === 'object' && 'fields' in shape ? shape.fields : {}
}
