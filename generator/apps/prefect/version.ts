import type { ValueProblem } from '../../fleet/values.ts'
import type { Image } from '../image.ts'

/** Major, minor and patch. */
export type Version = readonly [major: number, minor: number, patch: number]

/** The version that a tag of a Prefect image begins with: `3.8.5-python3.11` is 3.8.5; `3-latest` says none. */
export function versionOf({ tag }: Image): Version | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)(?![\d.])/.exec(tag) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

/** Is `version` the least one, or newer? */
export function isAtLeast(version: Version, least: Version): boolean {
  for (const [i, part] of version.entries()) {
    const other = least[i] ?? 0
    if (part !== other) return part > other
  }
  return true
}

/** Commands and variables depend on the version, so the tag has to say it, and it has to be of the right generation. */
export function versionProblems(
  image: Image,
  major: 2 | 3,
  application: string,
): readonly ValueProblem[] {
  const version = versionOf(image)
  const pointer = '/image/tag'
  if (version === undefined)
    return [
      {
        pointer,
        message: `tag "${image.tag}" does not begin with a version of Prefect`,
        hint: `name a released tag, ${major === 2 ? '2.7.11-python3.10' : '3.8.5-python3.11'} for example; an image of your own begins its tags the same way`,
      },
    ]
  if (version[0] === major) return []
  return [
    {
      pointer,
      message: `tag "${image.tag}" is Prefect ${version[0]}, ${application} is for Prefect ${major}`,
      hint: OTHER[application] ?? `name a tag of Prefect ${major}`,
    },
  ]
}

const OTHER: Readonly<Record<string, string>> = {
  'prefect-orion': 'Prefect 3 is prefect-server',
  'prefect-agent': 'Prefect 3 has no agents: use prefect-worker',
  'prefect-server': 'Prefect 2 is prefect-orion',
  'prefect-worker': 'Prefect 2 is prefect-agent',
}
