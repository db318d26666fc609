import { deployment } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod, standardLabels } from '../../model/pods.ts'
import { imageRef } from '../image.ts'
import { cpuOf } from './cpu.ts'
import { type AzureDriverValues, NAME } from './values.ts'

/** What Service and Deployment select; upstream's, never to be changed. */
export const SELECTOR = { app: NAME } as const
/** Port of the driver, inside and outside the pod. */
export const PORT = 7275

/** Labels of every object; `part-of: lm` is what the log dashboard of the lifecycle manager selects. */
export const labels = (instance: string) =>
  ({ ...SELECTOR, 'part-of': 'lm', ...standardLabels(NAME, instance, 'driver', 'lm') }) as const

const HOME = '/home/azuredriver'
const ETC = '/var/azuredriver'
const SECRET_FILE = `${ETC}/secret/azuredriver_config.yml`

/** The driver's Deployment. */
export function driverDeployment(values: AzureDriverValues, instance: string) {
  const template = {
    metadata: { labels: labels(instance) },
    spec: {
      automountServiceAccountToken: false,
      securityContext: restrictedPod({ user: 101 }), // user azuredriver of the image
      terminationGracePeriodSeconds: values.terminationGracePeriodSeconds,
      ...scheduling(values),
      containers: [container(values)],
      volumes: volumes(values),
    },
  }
  const replicas = values.autoscaling ? {} : { replicas: values.replicas }
  return deployment(
    { name: NAME, labels: labels(instance) },
    { spec: { ...replicas, selector: { matchLabels: SELECTOR }, template } },
  )
}

function container(values: AzureDriverValues) {
  const cpu = cpuOf(values.cpu, values.processes)
  return {
    name: NAME,
    image: imageRef(values.image),
    imagePullPolicy: values.image.pullPolicy,
    ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
    // An id without an entry in /etc/passwd (openshift) has no home of its own.
    env: [
      { name: 'HOME', value: HOME },
      ...(values.propertiesSecret ? [{ name: 'AZUREDRIVER_CONFIG', value: SECRET_FILE }] : []),
    ],
    envFrom: [{ configMapRef: { name: `${NAME}-env` } }],
    resources: {
      requests: { cpu, memory: `${values.memory.request}` },
      limits: { cpu, memory: `${values.memory.limit}` },
    },
    livenessProbe: probe(values, values.livenessProbe),
    readinessProbe: probe(values, values.readinessProbe),
    securityContext: restrictedContainer(),
    volumeMounts: mounts(values),
  }
}

const probe = (values: AzureDriverValues, numbers: AzureDriverValues['livenessProbe']) => ({
  httpGet: {
    path: '/management/health',
    port: 'http',
    scheme: values.tls.enabled ? 'HTTPS' : 'HTTP',
  },
  ...numbers,
})

const FILE = 'azuredriver_config.yml'

const mounts = (values: AzureDriverValues) => [
  { name: 'config', mountPath: `${ETC}/${FILE}`, subPath: FILE, readOnly: true },
  ...(values.propertiesSecret
    ? [{ name: 'secret-config', mountPath: `${ETC}/secret`, readOnly: true }]
    : []),
  ...(values.tls.enabled
    ? [{ name: 'azure-driver-tls', mountPath: `${ETC}/certs`, readOnly: true }]
    : []),
  { name: 'scratch', mountPath: HOME, subPath: 'home' },
  { name: 'scratch', mountPath: `${HOME}/scripts_workspace`, subPath: 'scripts' },
  { name: 'scratch', mountPath: '/tmp', subPath: 'tmp' },
]

const volumes = (values: AzureDriverValues) => [
  { name: 'config', configMap: { name: NAME } },
  ...(values.propertiesSecret
    ? [{ name: 'secret-config', secret: { secretName: values.propertiesSecret } }]
    : []),
  ...(values.tls.enabled
    ? [{ name: 'azure-driver-tls', secret: { secretName: values.tls.secretName } }]
    : []),
  // The driver unpacks the files of each request; the root file system is read-only.
  { name: 'scratch', emptyDir: {} },
]

const filled = <T extends object>(key: string, value: T): { readonly [key: string]: T } =>
  Object.keys(value).length > 0 ? { [key]: value } : {}

function scheduling({ nodeSelector, affinity, tolerations }: AzureDriverValues) {
  const rules = Object.fromEntries(
    Object.entries(affinity).filter(([, rule]) => Object.keys(rule).length > 0),
  )
  return {
    ...filled('nodeSelector', nodeSelector),
    ...filled('affinity', rules),
    ...filled('tolerations', tolerations),
  }
}
