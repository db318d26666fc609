import { resolve } from 'node:path'
import { UserError } from '../core/finding.ts'
import { replaceFolder } from '../io/replace-folder.ts'
import { schemaReader } from '../io/schema-reader.ts'
import type { Definitions } from '../validate/schema.ts'
import { served } from '../validate/store/openapi.ts'
import { type Pulled, pulledFiles } from '../validate/store/pulled.ts'
import type { World } from './command.ts'
import { readGiven } from './schemas-from.ts'

/** The flags of `strata schemas pull`. */
export type Options = {
  readonly kubeconfig: string | undefined
  readonly context: string | undefined
  readonly from: readonly string[]
  readonly output: string
}

/** Writes the schemas of a cluster, or of files, as a folder; 1 when a part of the cluster did not answer. */
export async function pullSchemas(world: World, options: Options): Promise<number> {
  const { kubeconfig, context, from, output } = options
  if (from.length > 0 && (kubeconfig ?? context) !== undefined)
    throw new UserError({
      message: '--from reads files, --kubeconfig and --context a cluster',
      hint: 'leave one of them out',
    })
  const { pulled, silent } =
    from.length > 0 ? fromFiles(world, from) : await fromCluster(world, { kubeconfig, context })
  world.progress(`writing ${output}`)
  replaceFolder(resolve(world.cwd, output), pulled.files, isOurs)
  world.out(summary(pulled, output))
  for (const path of silent)
    world.err(
      `${world.style('yellow', 'warning')} ${path} is left out: its server does not answer; run again when it does\n`,
    )
  return silent.length > 0 ? 1 : 0
}

/** What an earlier pull has left. */
const isOurs = (name: string): boolean =>
  ['_versions.json', '_definitions.json', 'crds'].includes(name) ||
  /^v[\d.]+-standalone-strict$/.test(name)

type Found = { readonly pulled: Pulled; readonly silent: readonly string[] }

function fromFiles(world: World, from: readonly string[]): Found {
  const given = readGiven(world.cwd, from)
  const pulled = pulledFiles(given.served, given.defined, ownMetadata(world))
  return { pulled, silent: [] }
}

async function fromCluster(
  world: World,
  choice: Pick<Options, 'kubeconfig' | 'context'>,
): Promise<Found> {
  const { readCluster } = await import('../io/cluster.ts')
  const file = choice.kubeconfig && resolve(world.cwd, choice.kubeconfig)
  const { kubernetes, documents, silent } = await readCluster(
    { ...choice, kubeconfig: file },
    world.progress,
  )
  return { pulled: pulledFiles(served(documents, kubernetes), [], ownMetadata(world)), silent }
}

/** ObjectMeta as strata itself stores it, for definitions that come without a server. */
function ownMetadata({ home }: World): Definitions {
  const text = schemaReader(home)('crds/_definitions.json') ?? '{}'
  const { definitions = {} } = JSON.parse(text) as { readonly definitions?: Definitions }
  return definitions
}

function summary({ minor, native, custom, hidden, files }: Pulled, output: string): string {
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const kinds = [
    ...(minor === undefined ? [] : [`${counted(native, 'kind')} of Kubernetes ${minor}`]),
    counted(custom, 'custom kind'),
  ]
  const quoted = /^[\w./-]+$/.test(output) ? output : `'${output}'`
  const version = minor === undefined ? '' : ` -kubernetes-version ${minor}.0`
  const first = minor === undefined ? ' --schema-location default' : ''
  const also = minor === undefined ? ' -schema-location default' : ` -schema-location ${quoted}`
  return [
    `${output}: ${kinds.join(', ')}; ${files.size} files, ${Math.ceil(bytes / 1000)} kB`,
    ...hidden.map(
      (kind) => `  ${kind}: another kind has its short name, so kubeconform needs the template`,
    ),
    'to check with it:',
    `  strata validate${first} --schema-location ${quoted} PATH`,
    `  kubeconform -strict${version}${also} -schema-location '${output}/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json' PATH`,
    '',
  ].join('\n')
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
