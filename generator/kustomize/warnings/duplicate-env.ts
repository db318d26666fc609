import type { Node } from '../../yaml/index.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { printId } from '../identity/id.ts'
import { fieldText } from '../node/node.ts'
import { type Container, pointerToContainer } from './pods.ts'
import { header, problemOf, type Warning } from './warning.ts'

const tree = (second: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\n',
  'web.yaml': `${header('v1', 'Pod', 'web')}spec:\n  containers:\n  - name: web\n    image: web:1\n    env:\n    - {name: HOST, value: a}\n    - {name: ${second}, value: b}\n`,
})

export const duplicateEnv: Warning = {
  id: 'kustomize/duplicate-env',
  summary: 'A container has two environment variables of one name.',
  why: 'The last one counts, and server-side apply refuses the list. As soon as a patch touches it, kustomize keeps one of them and loses the patch.',
  hint: 'remove one of the two',
  example: { bad: tree('HOST'), good: tree('PORT') },
  checkObject: ({ entry, containers }, survey) => {
    const found = containers.flatMap((container) =>
      repeatedIn(container.node.get('env')).map(([name, i]) => ({ container, name, i })),
    )
    if (found.length === 0) return undefined
    return found.map(({ container, name, i }) => {
      const pointer = `${pointerToContainer(entry.node, container)}/env/${i}`
      const place = survey.written(entry)?.place(pointer) ?? survey.placeOf(entry.origin, /^/)
      return problemOf(duplicateEnv, messageFor(entry, container, name), { place })
    })
  },
}

function messageFor(entry: Entry, { node }: Container, name: string): string {
  const id = printId(currentId(entry))
  return `container ${JSON.stringify(fieldText(node, 'name'))} of ${id} has the variable ${name} twice`
}

/** Names that stand in a list before, and where they stand again. */
function repeatedIn(env: Node | undefined): readonly (readonly [name: string, place: number])[] {
  if (!Array.isArray(env) || env.length < 2) return none
  const names = new Set<string>()
  for (const variable of env) names.add(fieldText(variable, 'name'))
  if (names.size === env.length) return none
  return env.flatMap((variable, i) => {
    const name = fieldText(variable, 'name')
    return name === '' || names.delete(name) ? [] : [[name, i] as const]
  })
}

const none: readonly never[] = []
