import type { Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { clusterIdProblems } from '../cluster-id.ts'
import { clientAuthProblems } from '../prefect-runner.ts'
import type { GeodataValues } from './values.ts'

/** Wrong combinations, with what to do. */
export function geodataProblems(values: GeodataValues, site: Site): readonly ValueProblem[] {
  return [
    ...prefectProblems(values),
    ...clientAuthProblems(values.prefect.url, values.prefect.basicAuth, site, {
      pointer: '/prefect/url',
      hint: `add prefect.basicAuth: {}, and the Secret prefect-basic-auth to the namespace ${site.namespace}`,
    }),
    ...clusterIdProblems(values.kubeSystemRole, site),
    ...storageProblems(values, site),
  ]
}

function* prefectProblems({ runner, image, prefect: { url, apiKey } }: GeodataValues) {
  const major = /^(\d+)[.-]/.exec(image.tag)?.[1]
  if (runner === 'agent' && major !== undefined && Number(major) >= 3)
    yield {
      pointer: '/runner',
      message: `Prefect ${major} has no agents any more (image tag ${image.tag})`,
      hint: 'set runner: worker, or name an image of Prefect 2',
    }
  if (typeof url === 'string' && /\/\/api\.prefect\.cloud\//.test(url) && apiKey === undefined)
    yield {
      pointer: '/prefect/url',
      message: 'Prefect Cloud answers nobody without an API key',
      hint: 'add prefect.apiKey: {} and make the Secret prefect-api-key with the key in `key`',
    }
}

function* storageProblems({ storage }: GeodataValues, { cluster }: Site) {
  if (storage.create && cluster.storage.shared === undefined)
    yield {
      pointer: '/storage/create',
      message: `cluster ${cluster.name} offers no storage that many nodes can mount`,
      hint: "set the cluster's storage.shared, or storage.create: false and a claim that exists",
    }
}
