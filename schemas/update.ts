/**
 * Writes this folder anew from published OpenAPI and CRD schemas:
 * `node --import tsx schemas/update.ts DATA`, where DATA holds `openapi/v1.NN.json` (what an API
 * server of that minor serves) and `crds/NAME-VERSION.json` (the served versions of CRDs).
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  minorOf,
  type PublishedApi,
  type PublishedCustom,
  storeCustom,
  storeNative,
} from '../generator/validate/store/store.ts'

type Source = { readonly file: string; readonly digest: string; readonly value: unknown }

const LICENCES: Readonly<Record<string, readonly [origin: string, licence: string]>> = {
  'argo-cd': ['github.com/argoproj/argo-cd', 'Apache-2.0'],
  'cert-manager': ['github.com/cert-manager/cert-manager', 'Apache-2.0'],
  'external-secrets': ['github.com/external-secrets/external-secrets', 'Apache-2.0'],
  flux: ['github.com/fluxcd', 'Apache-2.0'],
  'gateway-api': ['sigs.k8s.io/gateway-api', 'Apache-2.0'],
  openshift: ['github.com/openshift/api', 'Apache-2.0'],
  'sealed-secrets': ['github.com/bitnami-labs/sealed-secrets', 'Apache-2.0'],
}

function read(folder: string): readonly Source[] {
  const byMinor = (name: string): string => name.replace(/\d+/g, (n) => n.padStart(4, '0'))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted((a, b) => (byMinor(a) < byMinor(b) ? -1 : 1))
    .map((file) => {
      const bytes = readFileSync(join(folder, file))
      const digest = createHash('sha256').update(bytes).digest('hex')
      return { file, digest, value: JSON.parse(bytes.toString('utf8')) }
    })
}

function sourcesText(apis: readonly Source[], crds: readonly Source[], bytes: number): string {
  const rows = [
    ...apis.map(({ value, digest }) => {
      const api = value as PublishedApi
      const what = `Kubernetes ${api.kubernetes}, ${counted(api.resources)}`
      return [what, 'OpenAPI v3 of a kube-apiserver with default flags', 'Apache-2.0', digest]
    }),
    ...crds.map(({ file, value, digest }) => {
      const [, name = file, version = ''] = /^(.*?)-(v?\d.*)\.json$/.exec(file) ?? []
      const [origin = 'unknown', licence = 'unknown'] = LICENCES[name] ?? []
      const what = `${name} ${version}, ${counted(value as readonly unknown[])}`
      return [what, `CRDs of ${origin}`, licence, digest]
    }),
  ]
  return `${HEAD}${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}${tail(bytes)}`
}

const counted = ({ length }: readonly unknown[]): string =>
  `${length} ${length === 1 ? 'kind' : 'kinds'}`

const HEAD = `# Where these schemas come from

Written by \`node --import tsx schemas/update.ts DATA\`; do not edit by hand. Descriptions are removed,
objects are closed, null is accepted where the API server accepts it, quantities have a format.
kubeconform reads this folder (\`-strict -schema-location schemas -schema-location
'schemas/crds/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'\`), and so do editors and ajv.

| what | origin | licence | SHA-256 of the input |
|---|---|---|---|
`

const tail = (bytes: number): string =>
  `\nTogether ${Math.round(bytes / 1000)} kB. The names of the folders say \`.0\` whatever the patch release of the server was.\n`

function write(root: string, files: ReadonlyMap<string, string>): number {
  let bytes = 0
  for (const [path, content] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
    bytes += Buffer.byteLength(content)
  }
  return bytes
}

function update(data: string): void {
  const apis = read(join(data, 'openapi'))
  const crds = read(join(data, 'crds'))
  const natives = apis.map(({ value }) => value as PublishedApi)
  const newest = natives.at(-1)
  if (newest === undefined) throw new Error(`no openapi/*.json in ${data}`)
  const minors = natives.map(({ kubernetes }) => minorOf(kubernetes))
  const files = new Map([
    ['_versions.json', `${JSON.stringify(minors)}\n`],
    ...natives.flatMap((api) => [...storeNative(api)]),
    ...storeCustom(
      crds.flatMap(({ value }) => value as readonly PublishedCustom[]),
      newest.schemas,
    ),
  ])
  const root = import.meta.dirname
  for (const name of readdirSync(root))
    if (name === 'crds' || name.endsWith('-standalone-strict'))
      rmSync(join(root, name), { recursive: true })
  const bytes = write(root, files)
  writeFileSync(join(root, 'SOURCES.md'), sourcesText(apis, crds, bytes))
  process.stdout.write(`${files.size} files, ${Math.round(bytes / 1000)} kB\n`)
}

const [data] = process.argv.slice(2)
if (data === undefined) throw new Error('usage: node --import tsx schemas/update.ts DATA')
update(data)
