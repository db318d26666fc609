/** Images that nobody mends any more, or that have been taken away. */
export type ImageLife = {
  /** Repository with its registry; `*` at the end stands for all below. */
  readonly repository: string
  /** Only versions older than this one; all without it. */
  readonly before?: readonly number[]
  /** Completes "runs IMAGE: …". */
  readonly why: string
  readonly instead: string
}

const old = (repository: string, before: readonly number[], why: string, instead: string) => ({
  repository,
  before,
  why,
  instead,
})

const ended = (year: number): string => `versions that old got their last fixes in ${year}`

/** From the projects' own announcements; rows are added when the date has passed. */
export const imageLives: readonly ImageLife[] = [
  {
    repository: 'docker.io/bitnami/*',
    why: 'versioned images of Bitnami were taken away in 2025, so the node cannot pull it',
    instead: 'an image of the project itself, or a copy in a registry of yours',
  },
  {
    repository: 'docker.io/bitnamilegacy/*',
    why: 'nothing in this archive is mended',
    instead: 'an image of the project itself',
  },
  {
    repository: 'k8s.gcr.io/*',
    why: 'this registry is frozen since April 2023',
    instead: 'the same image of registry.k8s.io',
  },
  {
    repository: 'registry.k8s.io/ingress-nginx/*',
    why: 'ingress-nginx is retired since March 2026',
    instead: 'an implementation of the Gateway API',
  },
  {
    repository: 'docker.io/library/centos',
    why: ended(2024),
    instead: 'another distribution',
  },
  old('docker.io/library/alpine', [3, 19], ended(2025), 'a version that is maintained'),
  old('docker.io/library/busybox', [1, 32], 'it is of before 2020', 'a newer version'),
  old('docker.io/library/debian', [11], ended(2024), 'a version that is maintained'),
  old('docker.io/library/ubuntu', [20], ended(2023), 'a version that is maintained'),
  old('docker.io/library/python', [3, 9], ended(2024), 'a version that is maintained'),
  old('docker.io/library/node', [20], ended(2025), 'a version that is maintained'),
  old('docker.io/library/postgres', [13], ended(2024), 'a version that is maintained'),
  old('docker.io/library/mysql', [8], ended(2023), 'a version that is maintained'),
  old(
    'docker.io/prefecthq/prefect',
    [2, 20],
    'of Prefect 2 only 2.20 gets fixes, and agents are gone in Prefect 3',
    'Prefect 3 with a worker',
  ),
]
