import type { Desired, Site } from '../../fleet/types.ts'
import { defineApp } from '../define.ts'
import { apiServer, exposures } from './api-server.ts'
import { checkSecrets } from './check-secrets.ts'
import { enabled, restUrl } from './components.ts'
import { secretContracts } from './environment.ts'
import { uriNotes } from './models-uri.ts'
import { tensorioProblems } from './problems.ts'
import { smokeTest } from './smoke-test.ts'
import { type TensorioValues, tensorioValues } from './values.ts'

/** TensorIO's model repository and flea, its API for federated learning. */
export const tensorioModels = defineApp<TensorioValues>({
  name: 'tensorio-models',
  summary:
    'TensorIO model repository and flea (federated learning), in memory or on Google Cloud Storage',
  values: tensorioValues,
  problems: tensorioProblems,
  resources,
  // REST of the repository; of flea where it runs alone.
  url: (values, site) => enabled(values).map((component) => restUrl(component, site))[0] ?? '',
})

function resources(values: TensorioValues, site: Site): Desired {
  const components = enabled(values)
  const secrets = secretContracts(values)
  const { checks } = values
  return {
    resources: [
      ...(checks.secrets ? secrets.map((s) => checkSecrets(s, checks.image, site)) : []),
      ...components.flatMap((component) => apiServer(component, values, site)),
      ...(checks.smokeTest && components.length > 0 ? [smokeTest(values, site)] : []),
    ],
    exposures: components.flatMap((component) => exposures(component, values, site)),
    secrets,
    notes: uriNotes(values, site),
  }
}
