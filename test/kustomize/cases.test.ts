import { readdirSync, readFileSync } from 'node:fs'
import { UserError } from '../../generator/core/finding.ts'
import { build, type RenderOptions } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'

/** A small tree and what kustomize 5.8.1 prints for it, or the error with which it refuses it. */
type Case = {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  readonly root?: string
  readonly options?: RenderOptions
  readonly output?: string
  readonly error?: string
}

const folder = new URL('./cases/', import.meta.url)
const read = (file: URL): unknown => JSON.parse(readFileSync(file, 'utf8'))
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => [file, read(new URL(file, folder)) as readonly Case[]] as const)

/** What differs from kustomize, or nothing. An error of ours that is no UserError is never acceptable. */
function difference({ files, root = '.', options = {}, output }: Case): string | undefined {
  try {
    const printed = build(new Map(Object.entries(files)), root, options)
    if (output === undefined) return `should be refused, but prints:\n${printed}`
    return printed === output ? undefined : `prints:\n${printed}\ninstead of:\n${output}`
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return output === undefined ? undefined : `is refused: ${error.message}`
  }
}

function check(list: readonly Case[]): void {
  const wrong = list
    .map((one) => ({ id: one.id, problem: difference(one) }))
    .filter(({ problem }) => problem !== undefined)
  assert.is(wrong.map(({ id, problem }) => `${id} ${problem}`).join('\n\n'), '')
}

describe('kustomize cases', {
  ...Object.fromEntries(cases.map(([file, list]) => [`${file} as kustomize`, () => check(list)])),
  'no two cases share an id': () => {
    const ids = cases.flatMap(([, list]) => list.map(({ id }) => id))
    assert.equal(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    )
  },
})
