import { addressOf } from '../addresses.ts'
import { exampleIngress } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, setIn, textOf, textsOf } from '../fields.ts'
import { dnsSubdomain } from '../names.ts'
import { type Mistake, objectRule } from '../rule-shapes.ts'

const tiles = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'tiles', namespace: 'web' },
  spec: { ports: [{ port: 80 }] },
}

export const ingressRule = objectRule({
  id: 'ingress-rule',
  severity: 'error',
  when: {
    Ingress: [
      ['spec', (spec) => mapsOf(fieldsAt(spec).rules).length === 0],
      'spec/defaultBackend',
      ['spec/rules/*/host', isWrongHost],
      ['spec/rules/*/http/paths/*', (path) => !isPlain(fieldsAt(path))],
      ['spec/tls/*/hosts/*', isWrongHost],
    ],
  },
  summary: 'An Ingress has host names, absolute paths, and one backend for each of them.',
  why: 'The API server refuses the Ingress.',
  hint: 'a host is a name without scheme and path; a path begins with "/"; a backend is a service with a port',
  kinds: ['Ingress.networking.k8s.io'],
  *mistakes(resource) {
    const { rules, defaultBackend, tls } = fieldsAt(resource, 'spec')
    const list = mapsOf(rules)
    if (list.length === 0 && defaultBackend == null)
      yield { pointer: '/spec', message: 'the Ingress has neither rules nor a defaultBackend' }
    if (defaultBackend != null)
      yield* backendMistakes(fieldsAt(defaultBackend), '/spec/defaultBackend')
    for (const [index, rule] of list) yield* ruleMistakes(rule, `/spec/rules/${index}`)
    for (const [index, { hosts }] of mapsOf(tls))
      for (const [host, name] of textsOf(hosts))
        yield* hostMistakes(name, `/spec/tls/${index}/hosts/${host}`)
  },
  examples: () => ({
    good: [exampleIngress({}, { host: '*.example.org' }), tiles],
    bad: [exampleIngress({}, { host: 'http://example.org/' }), tiles],
  }),
})

function* ruleMistakes({ host, http }: Fields, pointer: string): Iterable<Mistake> {
  yield* hostMistakes(textOf(host), `${pointer}/host`)
  for (const [index, path] of mapsOf(fieldsAt(http).paths)) {
    const at = `${pointer}/http/paths/${index}`
    yield* pathMistakes(path, `${at}/path`)
    if (path.backend != null) yield* backendMistakes(fieldsAt(path, 'backend'), `${at}/backend`)
  }
}

function* hostMistakes(host: string | undefined, pointer: string): Iterable<Mistake> {
  const wrong = host === undefined ? undefined : wrongWith(host)
  if (wrong !== undefined) yield { pointer, message: `host "${host}" ${wrong}` }
}

const wrongWith = (host: string): string | undefined =>
  addressOf(host) ? 'must be a name, not an address' : dnsSubdomain(host.replace(/^\*\./, ''))

function isWrongHost(host: unknown): boolean {
  return typeof host === 'string' && host !== '' && wrongWith(host) !== undefined
}

function* pathMistakes({ path, pathType }: Fields, pointer: string): Iterable<Mistake> {
  if (pathType !== 'Exact' && pathType !== 'Prefix') {
    if (typeof path === 'string' && path !== '' && !path.startsWith('/'))
      yield { pointer, message: `path "${path}" does not begin with "/"` }
    return
  }
  const text = typeof path === 'string' ? path : ''
  if (!text.startsWith('/')) yield { pointer, message: `path "${text}" does not begin with "/"` }
  const sequence = ['//', '/./', '/../', '%2f', '%2F'].find((part) => text.includes(part))
  if (sequence !== undefined) yield { pointer, message: `path "${text}" contains "${sequence}"` }
  else if (text.endsWith('/..') || text.endsWith('/.'))
    yield { pointer, message: `path "${text}" ends in dots` }
}

function* backendMistakes(backend: Fields, pointer: string): Iterable<Mistake> {
  const kinds = setIn(backend, ['service', 'resource'])
  if (kinds.length !== 1) {
    const message = `the backend has ${kinds.length === 0 ? 'no service' : 'a service and a resource'}`
    yield { pointer, message }
  }
  if (backend.service == null) return
  const port = fieldsAt(backend, 'service', 'port')
  const ports = [textOf(port.name), port.number].filter((one) => one != null && one !== 0)
  if (ports.length === 1) return
  const message = `the backend has ${ports.length === 0 ? 'no port' : 'a port by name and one by number'}`
  yield { pointer: `${pointer}/service/port`, message }
}

/** A quick look that finds nothing wrong with nearly all paths. */
function isPlain({ path, pathType, backend }: Fields): boolean {
  const { service, resource } = fieldsAt(backend)
  const { name, number } = fieldsAt(fieldsAt(service).port)
  const isOne =
    (typeof name === 'string' && name !== '') !== (typeof number === 'number' && number !== 0)
  return (
    isOne &&
    resource == null &&
    typeof path === 'string' &&
    (path === '/' ||
      (path.startsWith('/') &&
        (pathType === 'Prefix' || pathType === 'Exact') &&
        !/\/\/|\/\.|%2f/i.test(path)))
  )
}
