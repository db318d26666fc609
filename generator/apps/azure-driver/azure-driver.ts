import type { CertificateWish, Desired, SecretContract, Site } from '../../fleet/types.ts'
import type { ValueProblem } from '../../fleet/values.ts'
import { service } from '../../model/objects.ts'
import { autoscaler, autoscalingProblems } from '../autoscaling.ts'
import { computeProblems } from '../compute.ts'
import { defineApp } from '../define.ts'
import { cpuNotes, cpuOf } from './cpu.ts'
import { driverDeployment, labels, PORT, SELECTOR } from './deployment.ts'
import { configFile, secretProperties } from './properties.ts'
import { type AzureDriverValues, azureDriverValues, NAME } from './values.ts'

/** The Azure driver of IBM's lifecycle manager: a web server behind TLS that works through Kafka. */
export const azureDriver = defineApp<AzureDriverValues>({
  name: 'azure-driver',
  summary: 'Azure driver of the lifecycle manager: Deployment, Service, TLS, optional autoscaler',
  values: azureDriverValues,
  problems,
  resources,
  url: (values, site) =>
    `${values.tls.enabled ? 'https' : 'http'}://${NAME}.${site.namespace}.svc:${PORT}`,
})

function resources(values: AzureDriverValues, site: Site): Desired {
  const ownLabels = labels(site.instance)
  const { tls, propertiesSecret, autoscaling } = values
  return {
    resources: [
      driverDeployment(values, site.instance),
      driverService(values, site.instance),
      ...(autoscaling
        ? [autoscaler(NAME, ownLabels, autoscaling, { cpu: autoscaling.cpuUtilization })]
        : []),
    ],
    configs: [
      {
        name: NAME,
        data: { 'azuredriver_config.yml': configFile(values.properties) },
        labels: ownLabels,
      },
      { name: `${NAME}-env`, data: environment(values), labels: ownLabels },
    ],
    exposures: values.publish
      ? [
          {
            name: NAME,
            service: NAME,
            port: 'http',
            tls: tls.enabled ? 'passthrough' : 'edge',
            nodePort: values.nodePort,
          },
        ]
      : [],
    certificates: tls.enabled && tls.generate ? [certificate(values, site)] : [],
    secrets: [
      ...(tls.enabled && !tls.generate ? [tlsSecret(tls.secretName)] : []),
      ...(propertiesSecret === undefined ? [] : [propertiesContract(propertiesSecret)]),
    ],
    notes: cpuNotes(values.cpu, values.processes),
  }
}

function driverService(values: AzureDriverValues, instance: string) {
  // Upstream's name of the port is `http`, also with TLS; appProtocol says what is true.
  const appProtocol = values.tls.enabled ? 'https' : 'http'
  return service(
    { name: NAME, labels: labels(instance) },
    {
      spec: {
        type: 'ClusterIP',
        selector: SELECTOR,
        ports: [{ name: 'http', port: PORT, targetPort: 'http', protocol: 'TCP', appProtocol }],
      },
    },
  )
}

const environment = (values: AzureDriverValues) => ({
  LOG_LEVEL: values.logging.level,
  LOG_TYPE: values.logging.type,
  NUM_PROCESSES: `${values.processes}`,
  NUM_THREADS: `${values.threads}`,
  SSL_ENABLED: `${values.tls.enabled}`,
  WSGI_CONTAINER: values.wsgiContainer,
  ...values.env,
})

/** Names that clients use: the bare Service name (the lifecycle manager's), longer forms, and the published host. */
function certificate({ tls }: AzureDriverValues, site: Site): CertificateWish {
  const inCluster = [NAME, `${NAME}.${site.namespace}`, `${NAME}.${site.namespace}.svc`]
  const published = site.hostOf(NAME)
  return {
    secret: tls.secretName,
    commonName: tls.commonName,
    dnsNames: published === undefined ? inCluster : [...inCluster, published],
    duration: tls.duration,
  }
}

const tlsSecret = (name: string): SecretContract => ({
  name,
  type: 'kubernetes.io/tls',
  keys: [
    { key: 'tls.crt', purpose: `certificate of the driver, valid for ${NAME}; keep it stable` },
    { key: 'tls.key', purpose: 'private key of the certificate' },
  ],
})

const propertiesContract = (name: string): SecretContract => ({
  name,
  keys: [{ key: 'azuredriver_config.yml', purpose: 'properties of the driver that are secret' }],
})

const SET_BY = {
  LOG_LEVEL: 'logging.level',
  LOG_TYPE: 'logging.type',
  NUM_PROCESSES: 'processes',
  NUM_THREADS: 'threads',
  SSL_ENABLED: 'tls.enabled',
  WSGI_CONTAINER: 'wsgiContainer',
  AZUREDRIVER_CONFIG: 'propertiesSecret',
  HOME: 'nothing: it is the writable folder',
  DRIVER_PORT: `nothing: the port is ${PORT}`,
} as const

function problems(values: AzureDriverValues): readonly ValueProblem[] {
  const { autoscaling, cpu, memory, processes, env, properties } = values
  const found: ValueProblem[] = [...autoscalingProblems(autoscaling)]
  const report = (pointer: string, message: string, hint: string) =>
    found.push({ pointer, message, hint })
  if (!(Number.parseFloat(cpuOf(cpu, processes)) > 0))
    report(
      '/cpu',
      `cpu "${cpu}" gives ${processes} processes no core`,
      'write a quantity, e.g. 500m',
    )
  const { request, limit } = memory
  for (const { message } of computeProblems(
    { requests: { cpu: 0, memory: request }, limits: { cpu: 0, memory: limit } },
    '',
  ))
    report('/memory/request', message, 'lower memory.request or raise memory.limit')
  for (const [name, value] of Object.entries(SET_BY))
    if (Object.hasOwn(env, name))
      report(`/env/${name}`, `${name} is set by another value already`, `use ${value}`)
  for (const pointer of secretProperties(properties, '/properties'))
    report(
      pointer,
      'a secret would stand in a ConfigMap and in the repository',
      'put it into a Secret under the key azuredriver_config.yml and name that in propertiesSecret',
    )
  return found
}
