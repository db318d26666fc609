import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, statSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { basename, dirname, join, normalize } from 'node:path'
import type { Api, Live } from './api.ts'
import { exec } from './exec.ts'
import { pause } from './wait.ts'

const SOURCES = '/apis/source.toolkit.fluxcd.io/v1/gitrepositories'

/**
 * Plays Flux's source controller, which cannot be built from Go modules alone: the head of spec.ref.branch of the local
 * repository of the same name becomes the artifact, half a second after a push. Understands branches and suspend, no
 * more. Gives a function that ends it.
 */
export async function startFluxSource(
  api: Api,
  repositories: string,
  artifacts: string,
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const file = join(
      artifacts,
      normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname),
    )
    if (existsSync(file) && statSync(file).isFile()) createReadStream(file).pipe(response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  let running = true
  const loop = (async () => {
    while (running) {
      for (const source of await api.list(SOURCES).catch(() => []))
        if (!source.spec.suspend && !source.metadata.deletionTimestamp)
          await reconcile(api, source, repositories, artifacts, url).catch(() => {}) // again in a moment
      await pause(500)
    }
  })()
  return async () => {
    running = false
    await loop
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

async function reconcile(
  api: Api,
  source: Live,
  repositories: string,
  artifacts: string,
  url: string,
): Promise<void> {
  const { metadata, status } = source
  const requested = metadata.annotations?.['reconcile.fluxcd.io/requestedAt']
  const found = await archive(source, repositories, artifacts, url).catch((error: Error) => error)
  const failed = found instanceof Error
  const message = failed ? found.message : `stored artifact for revision '${found.revision}'`
  const same = status?.conditions?.[0]?.message === message
  const seen = status?.observedGeneration === metadata.generation
  if (same && seen && status?.lastHandledReconcileAt === requested) return
  const condition = {
    type: 'Ready',
    status: failed ? 'False' : 'True',
    reason: failed ? 'GitOperationFailed' : 'Succeeded',
    message,
    lastTransitionTime: new Date().toISOString().replace(/\.\d+/, ''),
    observedGeneration: metadata.generation,
  }
  await api.patch(
    `/apis/source.toolkit.fluxcd.io/v1/namespaces/${metadata.namespace}/gitrepositories/${metadata.name}/status`,
    {
      status: {
        observedGeneration: metadata.generation,
        ...(requested ? { lastHandledReconcileAt: requested } : {}),
        conditions: [condition],
        ...(failed ? {} : { artifact: found }),
      },
    },
  )
}

async function archive(
  { metadata, spec }: Live,
  repositories: string,
  artifacts: string,
  url: string,
) {
  const repository = join(repositories, `${basename(spec.url, '.git')}.git`)
  const branch: string = spec.ref?.branch ?? 'master' // Flux's own default
  const git = (...args: readonly string[]) => exec('git', ['-C', repository, ...args])
  const commit = (await git('rev-parse', '--verify', `refs/heads/${branch}`)).trim()
  const path = join('gitrepository', `${metadata.namespace}`, metadata.name, `${commit}.tar.gz`)
  const file = join(artifacts, path)
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true })
    await git('archive', '--format=tar.gz', `--output=${file}.partial`, `${commit}^{tree}`)
    const bytes = await readFile(`${file}.partial`)
    await writeFile(`${file}.digest`, createHash('sha256').update(bytes).digest('hex'))
    await rename(`${file}.partial`, file)
  }
  return {
    path,
    url: `${url}/${path}`,
    revision: `${branch}@sha1:${commit}`,
    digest: `sha256:${await readFile(`${file}.digest`, 'utf8')}`,
    size: statSync(file).size,
    lastUpdateTime: statSync(file).mtime.toISOString().replace(/\.\d+/, ''),
  }
}
