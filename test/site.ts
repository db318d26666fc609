import type { Cluster, Site } from '../generator/fleet/types.ts'

/** A neutral cluster for tests; say only what differs. */
export const cluster = (differs: Partial<Cluster> = {}): Cluster => ({
  name: 'test',
  platform: 'none',
  kubernetes: '1.34',
  delivery: { engine: 'argocd', namespace: 'argocd' },
  clusterUid: '00000000-0000-4000-8000-000000000009',
  storage: { block: {} },
  exposure: { kind: 'none' },
  registry: { mirror: {}, pullSecrets: [] },
  secrets: { provider: 'existing' },
  certificates: { provider: 'existing' },
  ...differs,
})

/** A place to put an application in, for tests; say only what differs. */
export const site = (instance: string, differs: Partial<Site> = {}): Site => ({
  instance,
  environment: 'test',
  namespace: instance,
  cluster: cluster(),
  urlOf: (name) => `http://${name}.${name}.svc:80`,
  offersOf: () => ({}),
  hostOf: () => undefined,
  mirrored: (image) => image,
  file: (path) => {
    throw new Error(`the test gives no file ${path}`)
  },
  manifests: [],
  ...differs,
})
