import type { Place } from '../../core/finding.ts'
import { pointerTo } from '../../core/pointer.ts'
import type { GeneratorArgs } from '../read/kustomization.ts'
import type { Hop } from './hops.ts'
import { besides, type Readings } from './readings.ts'

/** Where a generator got a value of its object from: a literal, a line of an env file, a file, an option. */
export function placeInGenerator(
  file: string,
  pointer: string,
  args: GeneratorArgs,
  hops: readonly Hop[],
  readings: Readings,
): Place {
  const [section = '', name = '', key = ''] = hops.map((hop) => ('field' in hop ? hop.field : ''))
  if (section === 'data' || section === 'binaryData')
    return placeOfKey(file, pointer, args, name, readings)
  if (section === 'immutable')
    return readings.placeIn(file, `${optionsAt(pointer, args.options?.immutable)}/immutable`)
  if (section === 'metadata' && (name === 'labels' || name === 'annotations')) {
    const options = optionsAt(pointer, Object.hasOwn(args.options?.[name] ?? {}, key))
    return readings.placeIn(file, pointerTo(`${options}/${name}`, key))
  }
  return readings.placeIn(file, pointerTo(pointer, section === 'metadata' ? name : section))
}

/** The options of the entry itself, else those for all generators of the file. */
function optionsAt(pointer: string, isOwn: boolean | undefined): string {
  return isOwn ? `${pointer}/options` : '/generatorOptions'
}

function placeOfKey(
  file: string,
  pointer: string,
  { literals = [], files = [], envs = [] }: GeneratorArgs,
  key: string,
  readings: Readings,
): Place {
  const literal = literals.findIndex((text) => text.startsWith(`${key}=`))
  if (literal >= 0) return readings.placeIn(file, `${pointer}/literals/${literal}`)
  const source = files.find((text) => keyOf(text) === key)
  if (source !== undefined)
    return { file: besides(file, source.slice(source.indexOf('=') + 1)), line: 1, column: 1 }
  for (const named of envs) {
    const env = besides(file, named)
    const lines = readings.text(env).split('\n')
    const line = lines.findIndex(
      (text) =>
        text
          .replace(/^\uFEFF/, '')
          .trimStart()
          .split('=')[0] === key,
    )
    if (line >= 0) return { file: env, line: line + 1, column: 1 }
  }
  return readings.placeIn(file, pointer)
}

function keyOf(source: string): string {
  const equals = source.indexOf('=')
  return equals < 0 ? source.slice(source.lastIndexOf('/') + 1) : source.slice(0, equals)
}
