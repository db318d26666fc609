import { type Place, UserError } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import { type Node, readNodes } from '../../yaml/index.ts'
import { isMap } from '../node/node.ts'
import { fileOf, type Survey } from './survey.ts'
import type { Built } from './warning.ts'

/** What is wrong with a scalar, if anything. `pointer` makes the JSON pointer to it in `root`, its object or patch. */
export type Judge = (node: Node, pointer: () => string, root: Node) => string | undefined

/** Something wrong, and its place. */
export type Judged = { readonly message: string; readonly place: Place }

/** Resource and patch files whose text makes a closer look at their scalars worth it. */
export function looseFiles({ sources, survey }: Built): readonly string[] {
  return sources.filter((source) => fileOf(source) === source && survey.hintsOf(source).loose)
}

/** Judge every scalar of a file: of a resource file its objects as the build has them, of a patch its text. */
export function judgeScalars(file: string, survey: Survey, judge: Judge): readonly Judged[] {
  const { readings } = survey
  const objects = survey.parsed(file)
  const found: Judged[] = []
  for (const [i, root] of (objects ?? readable(readings.text(file), file)).entries())
    judgeNode(root, judge, (message, pointer) => {
      const object = objects === undefined ? undefined : readings.objects(file)[i]
      const { document = i, pointer: outer = '' } = object ?? {}
      found.push({ message, place: readings.placeIn(file, `${outer}${pointer}`, { document }) })
    })
  return found
}

function judgeNode(root: Node, judge: Judge, tell: (message: string, pointer: string) => void) {
  const path: (string | number)[] = []
  const pointer = () => path.reduce<string>((at, step) => pointerTo(at, step), '')
  const walk = (node: Node): void => {
    if (isMap(node) || Array.isArray(node)) {
      for (const [step, value] of node.entries()) {
        path.push(step)
        walk(value)
        path.pop()
      }
      return
    }
    const message = judge(node, pointer, root)
    if (message !== undefined) tell(message, pointer())
  }
  walk(root)
}

/** The documents of a patch; none of one that is no YAML of a resource. */
function readable(text: string, file: string): readonly Node[] {
  try {
    return readNodes(text, file, 'resource')
  } catch (error) {
    if (error instanceof UserError) return []
    throw error
  }
}
