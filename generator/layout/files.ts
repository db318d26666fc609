import type { Resource } from '../core/resource.ts'
import { type FileTree, mergeTrees } from '../core/tree.ts'
import { printYaml } from '../yaml/index.ts'
import { fileNameOf, HEADER } from './paths.ts'

/** One file per object; throws (a bug of ours) when two would share one. */
export const objectFiles = (resources: readonly Resource[]): FileTree =>
  mergeTrees(...resources.map((r) => new Map([[fileNameOf(r), printYaml(r)]])))

/** The files below a folder, each with the header of what is generated. */
export function under(folder: string, files: FileTree): FileTree {
  return new Map(Array.from(files, ([path, text]) => [`${folder}/${path}`, withHeader(path, text)]))
}

/** Files for generators are payload: a header would change what the container reads. */
const withHeader = (path: string, text: string): string =>
  path.startsWith('files/') || text.startsWith(HEADER) ? text : HEADER + text
