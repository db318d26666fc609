import { readdirSync, readFileSync } from 'node:fs'
import type { Config } from '../../generator/core/config.ts'
import type { Resource } from '../../generator/core/resource.ts'
import type { Side } from '../../generator/overlay/index.ts'
import { readYaml } from '../../generator/yaml/index.ts'
import { placed } from './round-trip.ts'

/**
 * One form of an overlay as a file in cases/: what it shows, then the base, what is wanted, and the overlay that must come out. `wanted`
 * is written without namespace; a document with `config:` is a generated ConfigMap.
 */
export type Form = {
  readonly file: string
  readonly path: string
  readonly title: string
  /** The file up to the overlay. */
  readonly input: string
  readonly base: Side
  readonly wanted: Side
}

const folder = new URL('cases/', import.meta.url)

export function forms(): readonly Form[] {
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const { pathname } = new URL(file, folder)
      const text = readFileSync(pathname, 'utf8')
      const [title = '', base = '', wanted = ''] = text.split(/^=== .*\n/m)
      const input = text.slice(0, text.indexOf('=== overlay\n'))
      const sides = { base: sideOf(base), wanted: placed(sideOf(wanted), 'place') }
      return { file, path: pathname, title, input, ...sides }
    })
}

function sideOf(text: string): Side {
  const documents = readYaml(text, 'case', { dialect: 'resource' }) as (
    | Resource
    | { config: Config }
  )[]
  return {
    resources: documents.filter((d): d is Resource => !('config' in d)),
    configs: documents.flatMap((d) => ('config' in d ? [d.config as Config] : [])),
  }
}
