import type { Random } from '../random.ts'
import { text } from './scalars.ts'
import type { Body, Value } from './value.ts'

/** An object of a tree, as it is written in its file. */
export type Thing = { readonly apiVersion: string; readonly kind: string } & {
  readonly name: string
  readonly namespace?: string
  readonly body: Body
}

const names = ['web', 'api', 'db', 'cache', 'job', 'web-api', 'app.v1', 'default']
const oddNames = ['123', 'yes', '1e3', '0x1f', 'a', 'x-2001-01-01', 'true', '010', 'web_1', 'A.b']

/** A name from a small pool, so that objects refer to each other. */
export const name = (r: Random): string => (r.chance(0.04) ? r.pick(oddNames) : r.pick(names))

export const namespace = (r: Random): string =>
  r.pick(['default', 'prod', 'dev', 'kube-system', 'ns-1', 'prod'])

export const container = (r: Random): string => r.pick(['main', 'side', 'init', 'web', 'proxy'])

export const labelKey = (r: Random): string =>
  r.chance(0.03)
    ? text(r).replace(/\d:\d+:.*/, '') // a time in brackets is a text
    : r.pick(['app', 'tier', 'env', 'app.kubernetes.io/name', 'a10', 'a2', 'Team', 'x_y', 'v'])

export const labelValue = (r: Random): Value =>
  r.chance(0.06) ? r.pick<Value>([1, true, null, '', '1.0', 'yes', '2001-01-01']) : text(r, 0.05)

/** A few labels; `string` values only where kustomize wants them. */
export function labels(r: Random, least = 1): Body {
  return Object.fromEntries(r.many(least, 3, () => [labelKey(r), labelValue(r)]))
}

export function stringLabels(r: Random, least = 1): Readonly<Record<string, string>> {
  return Object.fromEntries(r.many(least, 3, () => [labelKey(r), text(r, 0.1)]))
}

const images = [
  ...['nginx', 'nginx:1.25', 'nginx:latest', 'docker.io/library/nginx:1', 'registry:5000/team/web'],
  ...[
    'registry:5000/team/web:v1',
    'redis@sha256:abcdef0123',
    'redis:6@sha256:abcdef0123',
    'busybox',
  ],
  ...[
    'gcr.io/a.b/c:1.0',
    'nginx:',
    'ghcr.io/x/y:{{tag}}',
    'postgres:15-alpine',
    'a@sha512:12',
    ':x',
  ],
]

export const image = (r: Random): string => r.pick(images)

export const imageName = (r: Random): string =>
  r.chance(0.9)
    ? image(r).replace(/(?<=[^/])[:@][^/]*$/, '')
    : r.pick(['.*', 'n.*x', 'redis|nginx', '', '.', 'n.+', 'gcr.io/a.b/c'])

/** Some of the fields, each with its chance. */
export function fields(
  r: Random,
  table: Readonly<Record<string, readonly [chance: number, make: () => Value]>>,
): Body {
  return Object.fromEntries(
    Object.entries(table).flatMap(([key, [chance, make]]) =>
      r.chance(chance) ? [[key, make()] as const] : [],
    ),
  )
}
