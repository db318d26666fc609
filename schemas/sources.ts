import { API_SERVERS } from '../test/e2e/binaries.ts'

/** A Go module that schemas come from; `sum` is what Go's checksum database says of it. */
export type Source = {
  readonly module: string
  readonly version: string
  readonly sum: string
  /** What the module holds, as people call it. */
  readonly what: string
  /** Definitions in it: folders (every YAML file in them counts), or files. */
  readonly paths: readonly string[]
}

/** The API servers whose kinds are stored, built from k8s.io/kubernetes; the oldest first. */
export const SERVERS: readonly Omit<Source, 'paths'>[] = Object.entries({
  '1.31': 'h1:sYAB12TTWexXKp4RxqJMm/7EC+P0mNOgn4Xdj5eu7HM=',
  '1.32': 'h1:5TGYdZ6YZqdp6h/Rp1vX/4TIoybMPdgv97LCZCtPuNQ=',
  '1.33': 'h1:bmH31xUdSzeA5vk0wZAK9MZp11mdLuzUSeKk0qN3hPQ=',
  '1.34': 'h1:Yy6R4QB8C9kJPp25GFqEvX5XQwY5qzKeqD0Xx6oAcmk=',
  '1.35': 'h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=',
  '1.36': 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=',
}).map(([minor, sum]) => ({
  module: 'k8s.io/kubernetes',
  version: API_SERVERS[minor] ?? '',
  sum,
  what: `Kubernetes ${minor}`,
}))

const flux = (name: string, version: string, sum: string): Source => ({
  module: `github.com/fluxcd/${name}`,
  version,
  sum,
  what: `Flux 2.9, ${name}`,
  paths: ['config/crd/bases'],
})

/** Projects whose definitions are stored as they are. */
export const PROJECTS: readonly Source[] = [
  {
    module: 'github.com/argoproj/argo-cd/v3',
    version: '3.5.7',
    sum: 'h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=',
    what: 'Argo CD 3.5',
    paths: ['manifests/crds'],
  },
  flux('kustomize-controller', '1.9.5', 'h1:/XY2zy3K7fntyppEXIHG7oRMzmfgIt50eJzUfaPX1Kc='),
  flux('source-controller', '1.9.5', 'h1:MFPyCodUi9hZIMaKDsC/rYbNoyzpvrAdrPVixj7W9F0='),
  flux('helm-controller', '1.6.4', 'h1:u/Ew7LehrwDQaE/NqWdaB3XnNDCxRGDcp1FZl7RKj4g='),
  flux('notification-controller', '1.9.3', 'h1:vBONN/Lx5aQ2nDnJxYp5Sb0Wsgh13UbuP5A1MK4dmkY='),
  flux('image-reflector-controller', '1.2.4', 'h1:pBC8XOgLXt3VaTzp9k2fYpuR3FFEnZRZBkuSfnGxPhM='),
  flux('image-automation-controller', '1.2.4', 'h1:uYtQq2kUb02q6fJE6zT/NdAPLTPLZUOIVp+JGFslW+M='),
  {
    module: 'sigs.k8s.io/gateway-api',
    version: '1.4.1',
    sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
    what: 'Gateway API 1.4, standard channel',
    paths: ['config/crd/standard'],
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: '1.21.2',
    sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    what: 'cert-manager 1.21',
    paths: ['deploy/crds'],
  },
  {
    module: 'github.com/external-secrets/external-secrets',
    version: '1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    what: 'External Secrets 1.3',
    paths: ['config/crds/bases'],
  },
  {
    module: 'github.com/bitnami-labs/sealed-secrets',
    version: '0.40.0',
    sum: 'h1:rvCP35JL8ZV5LNA2SrwNR6iLyoM3ulrSFWN0lBtYEYI=',
    what: 'Sealed Secrets 0.40',
    paths: ['helm/sealed-secrets/crds'],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: '0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    what: 'Prometheus operator 0.85',
    paths: ['example/prometheus-operator-crd'],
  },
]

/** An OpenShift release: its Kubernetes minor, and the module of its API. */
export type Release = Source & { readonly openshift: string; readonly kubernetes: string }

const release = (openshift: string, kubernetes: string, version: string, sum: string): Release => ({
  ...{ openshift, kubernetes, version, sum },
  module: 'github.com/openshift/api',
  what: `OpenShift ${openshift}`,
  paths: ['route/v1/zz_generated.crd-manifests', 'security/v1/zz_generated.crd-manifests'],
})

/** The module has no releases: these are commits that need the Kubernetes of the OpenShift release; the oldest first. */
export const RELEASES: readonly Release[] = [
  release(
    '4.18',
    '1.31',
    '0.0.0-20250225181102-cb44c196e68f',
    'h1:f6j7GbwWHs8BK/YiO0OmR+v40aHC0+Pz51p3BtWp9AY=',
  ),
  release(
    '4.19',
    '1.32',
    '0.0.0-20250529074221-97812373b6b4',
    'h1:jcY1inFa4gsygSbIId2jbCRGnGvEEcCmPZHaMc3PnT4=',
  ),
  release(
    '4.20',
    '1.33',
    '0.0.0-20251202204302-1cb53e34ca33',
    'h1:/Be2oa7aOPE60B7AH0/j58BUvN0MMQjhDdN/A71TcKc=',
  ),
  release(
    '4.21',
    '1.34',
    '0.0.0-20251124165233-999c45c0835a',
    'h1:JOE2jAiwLRFITzhdKZ7jzBC5ZzXANQLDa+Gh/Ok0QAI=',
  ),
]
