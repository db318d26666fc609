import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'

/** Bare repositories over HTTP on loopback, to read and to push; one that does not exist is made when it is first asked for. */
export type GitServer = {
  readonly url: string
  /** Folder that holds NAME.git. */
  readonly folder: string
  readonly close: () => Promise<void>
}

export async function startGitServer(folder: string): Promise<GitServer> {
  mkdirSync(folder, { recursive: true })
  const server = createServer((request, response) => answer(folder, request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const name = /^\/([a-z][a-z0-9-]*\.git)\//.exec(url.pathname)?.[1]
  if (!name) {
    response.writeHead(404).end()
    return
  }
  const repository = join(folder, name)
  if (!existsSync(repository))
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository])
  const backend = spawn('git', ['http-backend'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: cgi(folder, url, request),
  })
  backend.stdin.on('error', () => {}) // it may stop reading before the request ends
  request.pipe(backend.stdin)
  const chunks: Buffer[] = []
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  backend.on('close', () => send(Buffer.concat(chunks), response))
}

/** The request as CGI variables: what git http-backend reads instead of HTTP. */
function cgi(folder: string, url: URL, request: IncomingMessage): NodeJS.ProcessEnv {
  const { headers } = request
  return {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_USER: 'e2e', // whoever has a name may push
    REQUEST_METHOD: request.method,
    PATH_INFO: url.pathname,
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: headers['content-length'] ?? '',
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
  }
}

/** Header lines, an empty line, the body: a CGI answer becomes an HTTP one. Repositories here are small enough to hold. */
function send(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n')
  for (const line of output.toString('latin1', 0, Math.max(end, 0)).split('\r\n')) {
    const [name = '', value = ''] = line.split(/:\s*(.*)/)
    if (name.toLowerCase() === 'status') response.statusCode = Number.parseInt(value, 10)
    else if (name !== '') response.setHeader(name, value)
  }
  if (end < 0) response.statusCode = 500
  response.end(end < 0 ? 'git http-backend gave no answer' : output.subarray(end + 4))
}
