import { idOf, type Resource } from '../../core/resource.ts'
import { folderOf, isApplication, isKustomization } from '../delivered.ts'
import { example } from '../example.ts'
import { type Fields, fieldsAt, mapsOf, textOf } from '../fields.ts'
import type { Rule } from '../rule.ts'

const application = (name: string, path: string): Resource =>
  example('Application', name, {
    spec: {
      project: 'web',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'web' },
      source: { repoURL: 'https://git.example.org/fleet.git', targetRevision: 'main', path },
    },
  })

export const deliveredTwice: Rule = {
  id: 'delivered-twice',
  severity: 'error',
  scope: 'whole',
  summary: 'No folder is delivered to one place by two Applications, or by two Kustomizations.',
  why: 'Both own every object of it: each undoes what the other does, and what one of them prunes is gone for both.',
  hint: 'remove one of them, or give it another folder or namespace',
  *check(resources) {
    const owners = new Map<string, Resource>()
    for (const resource of resources)
      for (const { key, folder, pointer } of deliveriesOf(resource)) {
        const other = owners.get(key)
        if (other === undefined) owners.set(key, resource)
        else if (other !== resource) {
          const message = `delivers "${folder}", which ${idOf(other)} delivers to the same place`
          yield { resource, pointer, message }
        }
      }
  },
  examples: () => ({
    good: [application('tiles', 'overlays/nova/tiles'), application('api', 'overlays/nova/api')],
    bad: [application('tiles', 'overlays/nova/tiles'), application('api', 'overlays/nova/tiles')],
  }),
}

type Delivery = { readonly key: string; readonly folder: string; readonly pointer: string }

function deliveriesOf(resource: Resource): readonly Delivery[] {
  const spec = fieldsAt(resource, 'spec')
  if (isKustomization(resource)) {
    const { kind, name, namespace } = fieldsAt(spec, 'sourceRef')
    const source = [kind, textOf(namespace) ?? resource.metadata.namespace, name]
    const place = [
      spec.targetNamespace,
      spec.kubeConfig,
      spec.components,
      spec.namePrefix,
      spec.nameSuffix,
    ]
    return delivery(spec.path ?? '.', '/spec/path', [source, place])
  }
  if (!isApplication(resource)) return []
  const { server, name, namespace } = fieldsAt(spec, 'destination')
  const sources = mapsOf(spec.sources).map(
    ([at, source]) => [`/spec/sources/${at}`, source] as const,
  )
  return [['/spec/source', fieldsAt(spec, 'source')] as const, ...sources]
    .filter(([, source]) => textOf(source.path) !== undefined && !isChanged(source))
    .flatMap(([at, source]) =>
      delivery(source.path, `${at}/path`, [
        source.repoURL,
        source.targetRevision,
        server,
        name,
        namespace,
      ]),
    )
}

/** Names and values of its own make other objects of the same folder. */
const isChanged = (source: Fields): boolean =>
  ['helm', 'kustomize', 'plugin', 'directory', 'ref'].some(
    (one) => source[one] != null && JSON.stringify(source[one]) !== '{}',
  )

function delivery(path: unknown, pointer: string, place: readonly unknown[]): readonly Delivery[] {
  const text = textOf(path)
  if (text === undefined) return []
  const folder = folderOf(text)
  return [{ key: JSON.stringify([folder, ...place]), folder: text, pointer }]
}
