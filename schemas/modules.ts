import { readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PublishedCustom } from '../generator/validate/store/custom.ts'
import { definedKinds } from '../generator/validate/store/definition.ts'
import { readYaml } from '../generator/yaml/index.ts'
import { exec } from '../test/e2e/exec.ts'
import type { Source } from './sources.ts'

/** Folder of a source's module in Go's cache, fetched if it is not there. Throws when it is another one than was stored. */
export async function folderOf({ module, version, sum }: Omit<Source, 'paths'>): Promise<string> {
  const args = ['mod', 'download', '-json', `${module}@v${version}`]
  const answer = JSON.parse(await exec('go', args, { cwd: tmpdir() })) as Record<string, string>
  if (answer.Sum !== sum)
    throw new Error(`${module} ${version} is ${answer.Sum}, the stored schemas are of ${sum}`)
  return answer.Dir ?? ''
}

/** The kinds of the definitions in a project's module, in the order of their names. */
export async function kindsOf(source: Source): Promise<readonly PublishedCustom[]> {
  const folder = await folderOf(source)
  const kinds = source.paths
    .flatMap((path) => filesOf(join(folder, path)))
    .flatMap((file) => readYaml(readFileSync(file, 'utf8'), file))
    .flatMap(definedKinds)
  if (kinds.length === 0) throw new Error(`${source.what} has no definitions in ${source.paths}`)
  return kinds
}

/** OpenShift's module keeps definitions of features that are not on by default beside the usual ones. */
const UNUSUAL = /kustomization\.yaml$|NoUpgrade|OKD|Hypershift/

function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => name.endsWith('.yaml') && !UNUSUAL.test(name))
    .toSorted()
    .map((name) => join(path, name))
}
