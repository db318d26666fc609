import type { Problem } from '../../core/finding.ts'
import { problemOf, type Warning } from './warning.ts'

/** A line of this many bytes ends the file for kustomize: its scanner gives up, and nobody asks why. */
const longestLine = 65_536

const tree = (length: number) => ({
  'kustomization.yaml': 'configMapGenerator: [{name: web, envs: [web.env]}]\n',
  'web.env': `HOST=maps.example.org\nBANNER=${'x'.repeat(length)}\nPORT=80\n`,
})

export const envFileCut: Warning = {
  id: 'kustomize/env-file-cut',
  summary: 'A line of an env file has 65,536 bytes or more.',
  why: 'kustomize stops reading there: that line and all behind it are missing in the object.',
  hint: 'give that value a file of its own, under files',
  example: { bad: tree(longestLine), good: tree(100) },
}

/** The lines of an env file that kustomize reads, and a warning where these are not all. */
export function readableLines(
  text: string,
  file: string,
  place: string,
): readonly [lines: readonly string[], problems: readonly Problem[]] {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => Buffer.byteLength(line) >= longestLine)
  if (end < 0) return [lines, []]
  const message = `${place}: line ${end + 1} of ${file} has ${longestLine} bytes or more: it and all behind it are left out`
  return [lines.slice(0, end), [problemOf(envFileCut, message)]]
}
