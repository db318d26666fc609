import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECTS, RELEASES, SERVERS, type Source } from './sources.ts'

/** The text of SOURCES.md about what stands in the folder now. */
export function sourcesText(root: string): string {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => [name, sizeOf(join(root, name))] as const)
  const definitions = '_definitions.json'
  const sizes = [[definitions, statSync(join(root, definitions)).size] as const, ...folders]
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
  const kinds = (folder: string): string =>
    `${(JSON.parse(readFileSync(join(root, folder, '_resources.json'), 'utf8')) as unknown[]).length} kinds`
  const servers = SERVERS.map((server) => [
    ...row(server),
    kinds(`v${server.version.split('.').slice(0, 2).join('.')}.0-standalone-strict`),
  ])
  const rest = [...PROJECTS, ...RELEASES].map((source) => [...row(source), ''])
  return [
    HEAD,
    ...[...servers, ...rest].map((cells) => `| ${cells.join(' | ')} |\n`),
    TAIL,
    ...sizes.map(([name, bytes]) => `| \`${name}\` | ${kilobytes(bytes)} |\n`),
    `| together, with ${kinds('crds').replace('kinds', 'custom kinds')} | ${kilobytes(total)} |\n`,
  ].join('')
}

/** Every one of these projects is under the same licence: the LICENSE file of its module says so. */
const row = ({ what, module, version, sum }: Omit<Source, 'paths'>): readonly string[] => [
  what,
  `\`${module}\` v${version}`,
  'Apache-2.0',
  `\`${sum}\``,
]

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((stat) => stat.isFile())
    .reduce((sum, { size }) => sum + size, 0)
}

const HEAD = `# Where these schemas come from

Written by \`schemas/update.ts\`; do not edit by hand ([docs/schemas.md](../docs/schemas.md) tells how it is made and used).
Everything comes out of published Go modules: Kubernetes as OpenAPI v3 of the API server that is built from the module and
started with default flags, the others as the definitions or the OpenAPI that the module holds. The digest is the module's
in Go's checksum database; \`update.ts\` refuses another one.

| what | module | licence | digest | |
|---|---|---|---|---|
`

const TAIL = `
OpenShift's API has no releases. Its rows are commits whose \`go.mod\` asks for the Kubernetes of the OpenShift release: Route and
SecurityContextConstraints are its definitions, DeploymentConfig, Build, BuildConfig, ImageStream, Project and Template come from its
\`openapi/openapi.json\`. \`crds\` holds them as of the newest release; where older ones differ, they stand in \`openshift-4.NN\`, which
counts for clusters up to that release: 4.18 knows no \`externalCertificate\` of a Route, 4.18 and 4.19 no \`userNamespaceLevel\` of
SecurityContextConstraints.

Descriptions are removed, objects are closed, null is accepted where the API server accepts it, quantities have a format, and
definitions that no kind needs are left out. What several minors have alike stands in \`_definitions.json\` once: under its own name as
of the newest minor that has it and all before it that are the same, and as \`NAME@1.NN\` what it was up to that minor. The names of the folders say \`.0\` whatever the patch release of the server was.

| folder | size |
|---|---|
`
