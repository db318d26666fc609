import { accepted, bootstrap, secretAppears, type Withheld } from './first-steps.ts'
import type { Stage } from './stage.ts'
import { brokenCommit, handEdit, newImage, newRun, removal, suspended } from './steps.ts'

/** What is done and what must then be true. Throws, in words, when it is not. */
export type Step = readonly [what: string, act: (stage: Stage) => Promise<void>]

const DEPLOYMENT = '/apis/apps/v1/namespaces/lm/deployments/azure-driver'
const SERVICE = '/api/v1/namespaces/lm/services/azure-driver'

const WITHHELD: Withheld = {
  namespace: 'odc-routine-products',
  secret: 'landsat-aws',
  absent: '/apis/apps/v1/namespaces/odc-routine-products/statefulsets/redis-master',
}

const imageIn = (cluster: string) => ({
  value: ['applications', 'azure-driver', 'environments', cluster, 'values', 'image', 'tag'],
  deployment: DEPLOYMENT,
})

/** What every cluster must be able to do once everything runs. */
const workingDay = (cluster: string, kept: readonly string[]): readonly Step[] => [
  newImage({ ...imageIn(cluster), tag: '0.0.3' }),
  suspended('azure-driver', { ...imageIn(cluster), tag: '0.0.4' }),
  removal({
    applications: ['geodata', 'geodata-agent'],
    gone: [
      '/apis/apps/v1/namespaces/geodata/deployments/prefect-worker',
      '/apis/apps/v1/namespaces/geodata/deployments/prefect-agent',
    ],
    kept: ['/api/v1/namespaces/geodata/persistentvolumeclaims/nova-geodata-prod', ...kept],
  }),
  handEdit(DEPLOYMENT, SERVICE),
  newRun('landsat', 'odc-routine-products', 'e2e-2'),
  brokenCommit('azure-driver', DEPLOYMENT),
]

const NAMESPACE = '/api/v1/namespaces/geodata'
const VOLUME = '/api/v1/persistentvolumes/geodata-nova-geodata-prod'
const healing = [
  bootstrap(WITHHELD),
  secretAppears(WITHHELD, ['aws_access_key_id', 'aws_secret_access_key']),
]

/** What is played in each cluster of the shipped fleet, with the engine that fleet.yaml gives it. */
export const SCENARIOS: Readonly<Record<string, readonly Step[]>> = {
  minikube: [accepted, ...healing, ...workingDay('minikube', [VOLUME, NAMESPACE])],
  nova: [accepted, bootstrap(), ...workingDay('nova', [VOLUME, NAMESPACE])],
  openshift: [accepted, ...healing, ...workingDay('openshift', [NAMESPACE])],
}
