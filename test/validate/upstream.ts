/** A defect of one of the five charts in the form in which the chart renders it, and the rule that must find it. */
export type Upstream = {
  /** Its number in the list of defects that manifests show. */
  readonly id: string
  readonly what: string
  readonly rule: string
  readonly yaml: string
  /** What another release renders, for what only shows in a cluster. */
  readonly beside?: string
  readonly platform?: string
}

const deployment = (name: string, container: string, pod = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: geodata}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
${pod.replace(/^/gm, '      ').trimEnd()}
      containers:
${container.replace(/^/gm, '        ').trimEnd()}
`

const agent = deployment(
  'prefect-agent',
  `- name: agent
  image: prefecthq/prefect:2.7.3-python3.8
  imagePullPolicy: IfNotPresent
  command: [prefect, agent, start, -q, geodata]
  env:
    - {name: PREFECT_API_URL, value: "https://api.example.org"}
    - {name: PREFECT_API_KEY, value: "[YOUR_API_KEY]x"}`,
  'serviceAccountName: geodata-launcher',
)

const launcher = `
apiVersion: v1
kind: ServiceAccount
metadata: {name: geodata-launcher, namespace: geodata}
`

const binding = (subject: string, rest = 'apiGroup: rbac.authorization.k8s.io, '): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: prefect-agent-role-binding, namespace: geodata}
roleRef: {${rest}kind: Role, name: prefect-agent}
subjects: [${subject}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: prefect-agent, namespace: geodata}
rules: [{apiGroups: [batch], resources: [jobs], verbs: [create, get]}]
`

const systemRole = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: agent-system, namespace: kube-system}
rules: [{apiGroups: [""], resources: [namespaces, pods], verbs: [get, watch]}]
`

const volume = (name: string, spec: string, more = ''): string => `
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${name}${more}}
spec: {capacity: {storage: 100Gi}, ${spec}}
`

const claim = (name: string, spec: string): string => `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ${name}, namespace: geodata}
spec: {resources: {requests: {storage: 10Gi}}, ${spec}}
`

const secret = (name: string, data: string): string => `
apiVersion: v1
kind: Secret
metadata: {name: ${name}, namespace: geodata}
${data}
`

const orion = deployment(
  'prefect-orion',
  `- name: prefect-orion
  image: prefecthq/prefect:2-latest
  command: [prefect, orion, start, --host, 0.0.0.0, --port, "4200"]
  envFrom:
  env:
    - name: PREFECT_ORION_DATABASE_CONNECTION_URL
      valueFrom: {secretKeyRef: {name: prefect-orion-postgresql-connection, key: connection-string}}
  ports: [{containerPort: 4200}]
  resources: {}`,
)

const postgresql = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: prefect-orion-postgresql, namespace: geodata}
spec:
  serviceName: prefect-orion-postgresql-hl
  selector: {matchLabels: {app: postgresql}}
  template:
    metadata: {labels: {app: postgresql}}
    spec:
      securityContext: {fsGroup: 1001}
      containers:
        - name: postgresql
          image: docker.io/bitnami/postgresql:14.3.0
          securityContext: {runAsUser: 1001}
          ports: [{name: tcp-postgresql, containerPort: 5432}]
`

const flea = deployment(
  'release-flea',
  `- name: flea
  image: docai/flea:latest
  imagePullPolicy: Always
  args: [-backend, $(BACKEND)]
  env:
    - {name: BACKEND, value: memory}
    - {name: MODELS_URI, value: release-tensorio-models.geodata/v1/repository}
    - name: PRIVATE_PEM_KEY
      valueFrom: {secretKeyRef: {name: tensorio-models, key: sacred.pem}}`,
)

const repository = `
apiVersion: v1
kind: Service
metadata:
  name: release-tensorio-models-repository
  namespace: geodata
  annotations:
    getambassador.io/config: |
      ---
      apiVersion: ambassador/v1
      kind: Mapping
      name: release-rest
      prefix: /rest/
      host: release-tensorio-models.geodata
      service: release-tensorio-models-repository.geodata:7317
spec: {ports: [{name: rest, port: 7317}, {name: grpc, port: 7316}]}
`

const checkSecrets = `
apiVersion: batch/v1
kind: Job
metadata:
  name: release-preinstall-check-secrets-tensorio-models
  namespace: geodata
  annotations: {helm.sh/hook: pre-install, helm.sh/hook-weight: "-5"}
spec:
  backoffLimit: 1
  template:
    spec:
      restartPolicy: Never
      volumes: [{name: secret-under-test, secret: {secretName: tensorio-models}}]
      containers:
        - name: check-secret-sacred-json
          image: alpine:3.9
          command: [stat, /etc/secret/sacred.json]
          volumeMounts: [{name: secret-under-test, mountPath: /etc/secret}]
`

const datacube = `
apiVersion: v1
kind: ConfigMap
metadata: {name: datacube-conf, namespace: geodata}
data:
  datacube.conf: |
    [datacube]
    db_database: datacube
    db_hostname: datacubedb-postgresql.datacubedb.svc.cluster.local
    db_username: postgres
    db_password: localuser1234
`

const worker = `
apiVersion: batch/v1
kind: Job
metadata: {name: landsat-odc-product-generation, namespace: geodata}
spec:
  parallelism: 1
  template:
    spec:
      restartPolicy: Never
      initContainers:
        - name: init-worker
          image: busybox:1.28
          command: [sh, -c, "until nslookup $REDIS_SERVICE_HOST; do sleep 2; done"]
      containers:
        - name: odc-product-generation
          image: satapps/odc-products:0.0.90
          env:
            - {name: REDIS_SERVICE_HOST, value: redis-master}
            - {name: AWS_SECRET_ACCESS_KEY, value: notAnAccessKey}
            - {name: REDIS_SERVICE_HOST, value: redis-master}
          resources: {}
`

const driver = deployment(
  'azure-driver',
  `- name: azure-driver
  image: icr.io/cp4na-drivers/azure-driver:0.0.2
  envFrom: [{configMapRef: {name: azure-driver-env}}]
  securityContext: {runAsUser: 101}
  volumeMounts:
    - {name: config, mountPath: /var/azuredriver/azuredriver_config.yml, subPath: azuredriver_config.yml}`,
  'volumes: [{name: config, configMap: {name: azure-driver}}]',
)

const driverConfig = `
apiVersion: v1
kind: ConfigMap
metadata: {name: azure-driver, namespace: geodata}
data:
  azuredriver_config.yml: |
    messaging:
      connection_address: cp4na-o-events-kafka-bootstrap:9092
      api_version_auto_timeout_ms: 10000
---
apiVersion: v1
kind: ConfigMap
metadata: {name: azure-driver-env, namespace: geodata}
data: {LOG_LEVEL: INFO, SSL_ENABLED: "true"}
`

const PAIR = 'accessModes: [ReadWriteMany], persistentVolumeReclaimPolicy: Retain, '

/** Every defect that a manifest shows; the numbers are those of the list that the applications were made from. */
export const upstream: readonly Upstream[] = [
  {
    id: 'G1',
    what: 'an API key in env',
    rule: 'plaintext-secret',
    yaml: agent.replace('"[YOUR_API_KEY]x"', 'pnu_1234567890'),
  },
  {
    id: 'G3',
    what: 'a binding for "default", pods of another account',
    rule: 'binding-subjects',
    yaml: `${agent}---${launcher}---${binding('{kind: ServiceAccount, name: default, namespace: geodata}')}`,
  },
  {
    id: 'G4',
    what: 'roleRef without apiGroup',
    rule: 'role-ref-group',
    yaml: `${agent}---${launcher}---${binding('{kind: ServiceAccount, name: geodata-launcher, namespace: geodata}', '')}`,
  },
  {
    id: 'G5',
    what: 'a volume of class manual, a claim of class nfs',
    rule: 'claim-matches-volume',
    yaml: `${volume('local-geodata-dev-pv', `${PAIR}storageClassName: manual, hostPath: {path: /tmp/data/}`)}---${claim('nova-geodata-prod', 'accessModes: [ReadWriteMany], storageClassName: nfs')}`,
  },
  {
    id: 'G6',
    what: 'one Role of kube-system by two releases',
    rule: 'duplicate-object',
    yaml: systemRole,
    beside: systemRole,
  },
  {
    id: 'G7',
    what: 'namespace null on the Deployment',
    rule: 'null-field',
    yaml: agent.replace('namespace: geodata', 'namespace: null'),
  },
  {
    id: 'G7',
    what: 'namespace null on a subject',
    rule: 'null-field',
    yaml: binding('{kind: ServiceAccount, name: geodata-launcher, namespace: null}'),
  },
  {
    id: 'G8',
    what: 'a volume with a namespace',
    rule: 'namespace-scope',
    yaml: volume(
      'pv0001',
      'accessModes: [ReadWriteOnce], hostPath: {path: /data/pv0001/}',
      ', namespace: geodata',
    ),
  },
  {
    id: 'G8',
    what: 'a claim of other access modes',
    rule: 'claim-matches-volume',
    yaml: `${volume('pv0001', 'accessModes: [ReadWriteOnce], hostPath: {path: /data/pv0001/}')}---${claim('pvc0001', 'accessModes: [ReadWriteMany], volumeName: pv0001, storageClassName: ""')}`,
  },
  { id: 'G10', what: 'an agent of long ago', rule: 'image-maintained', yaml: agent },
  {
    id: 'P1',
    what: 'a key that the Secret does not have',
    rule: 'secret-keys',
    yaml: `${orion}---${secret('prefect-orion-postgresql-connection', 'stringData: {password: ""}')}`,
  },
  {
    id: 'P1',
    what: 'a connection string in a Secret',
    rule: 'plaintext-secret',
    yaml: secret(
      'prefect-orion-postgresql-connection',
      'stringData: {connection-string: "postgresql+asyncpg://prefect:@db:5432/orion"}',
    ),
  },
  {
    id: 'P2',
    what: 'the database keeps its user on OpenShift',
    rule: 'arbitrary-uid',
    yaml: postgresql,
    platform: 'openshift',
  },
  {
    id: 'P5',
    what: 'queues joined by commas',
    rule: 'program-settings',
    yaml: agent.replace('-q, geodata', '-q, "landsat,sentinel2"'),
  },
  {
    id: 'P6',
    what: 'a RoleBinding without namespace',
    rule: 'namespace-scope',
    yaml: `${launcher}---${binding('{kind: ServiceAccount, name: geodata-launcher, namespace: geodata}').replace(', namespace: geodata}\nroleRef', '}\nroleRef')}`,
  },
  { id: 'P7', what: 'envFrom null', rule: 'null-field', yaml: orion },
  {
    id: 'P7',
    what: 'lists of null in dnsConfig',
    rule: 'null-field',
    yaml: deployment(
      'prefect-worker',
      '- {name: a, image: "r/a:1"}',
      'dnsConfig: {nameservers: null, searches: null}',
    ),
  },
  {
    id: 'P7',
    what: 'no UID of the cluster',
    rule: 'program-settings',
    yaml: deployment(
      'prefect-worker',
      '- {name: a, image: "prefecthq/prefect:3.8.5", env: [{name: PREFECT_KUBERNETES_CLUSTER_UID, value: ""}]}',
    ),
  },
  { id: 'P8', what: 'no probes', rule: 'probes-present', yaml: orion },
  { id: 'P8', what: 'no resources', rule: 'resource-requests', yaml: orion },
  { id: 'P8', what: 'a tag that moves', rule: 'image-pinned', yaml: orion },
  {
    id: 'P9',
    what: 'one password for everybody',
    rule: 'plaintext-secret',
    yaml: secret('postgresql', 'stringData: {password: prefect-rocks}'),
  },
  { id: 'P9', what: 'images that are gone', rule: 'image-maintained', yaml: postgresql },
  {
    id: 'P10',
    what: 'sqlite on one volume with a rolling update',
    rule: 'rolling-volume',
    yaml: `${claim('prefect-server-sqlite', 'accessModes: [ReadWriteOnce]')}---${deployment('prefect-server', '- {name: a, image: "r/a:1"}', 'volumes: [{name: data, persistentVolumeClaim: {claimName: prefect-server-sqlite}}]')}`,
  },
  {
    id: 'T2',
    what: 'a Secret that the memory backend does not read',
    rule: 'program-settings',
    yaml: flea,
  },
  {
    id: 'T4',
    what: 'MODELS_URI names no Service',
    rule: 'service-host',
    yaml: `${flea}---${repository}`,
  },
  { id: 'T4', what: 'a Mapping names no Service', rule: 'service-host', yaml: repository },
  {
    id: 'T4',
    what: 'the test pod calls no Service',
    rule: 'service-host',
    yaml: `${repository}---
apiVersion: v1
kind: Pod
metadata: {name: release-tensorio-models-test-connection, namespace: geodata, annotations: {helm.sh/hook: test-success}}
spec: {restartPolicy: Never, containers: [{name: wget, image: "busybox:1.37.0", command: [wget], args: ["release-tensorio-models:7317"]}]}
`,
  },
  { id: 'T5', what: 'a hook that can hang', rule: 'hook-deadline', yaml: checkSecrets },
  { id: 'T7', what: 'tags that move', rule: 'image-pinned', yaml: flea },
  { id: 'T7', what: 'an image that nobody mends', rule: 'image-maintained', yaml: checkSecrets },
  { id: 'T7', what: 'Ambassador v1', rule: 'annotation-read', yaml: repository },
  { id: 'T7', what: 'no resources', rule: 'resource-requests', yaml: flea },
  { id: 'T8', what: 'a hook of Helm', rule: 'helm-hook', yaml: checkSecrets },
  { id: 'O1', what: 'a password in an INI file', rule: 'plaintext-secret', yaml: datacube },
  { id: 'O1', what: 'a key of AWS in env', rule: 'plaintext-secret', yaml: worker },
  {
    id: 'O2',
    what: 'one ConfigMap by two releases',
    rule: 'duplicate-object',
    yaml: datacube,
    beside: datacube,
  },
  { id: 'O5', what: 'a variable twice', rule: 'unique-key', yaml: worker },
  { id: 'O8', what: 'a Job with a fixed name', rule: 'job-name', yaml: worker },
  { id: 'O10', what: 'an old image', rule: 'image-maintained', yaml: worker },
  {
    id: 'O10',
    what: 'an image that is gone',
    rule: 'image-maintained',
    yaml: postgresql.replace('postgresql:14.3.0', 'redis:6.0.6-debian-10-r10'),
  },
  {
    id: 'A2',
    what: 'a property that the driver ignores',
    rule: 'program-settings',
    yaml: driverConfig,
  },
  {
    id: 'A4',
    what: 'an Ingress of long ago',
    rule: 'schema-stored',
    yaml: `
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: azure-driver-ingress, namespace: geodata, annotations: {ingress.kubernetes.io/rewrite-target: /}}
spec: {rules: [{host: azure-driver.lm, http: {paths: [{path: /, backend: {serviceName: azure-driver, servicePort: 7275}}]}}]}
`,
  },
  {
    id: 'A4',
    what: 'an autoscaler of what is gone',
    rule: 'autoscaler-target',
    yaml: `
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata: {name: azure-driver, namespace: geodata}
spec: {maxReplicas: 10, scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: azure-driver}}
`,
  },
  {
    id: 'A4',
    what: 'a Route where there is no OpenShift',
    rule: 'platform-kind',
    platform: 'nova',
    yaml: `
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: azure-driver, namespace: geodata}
spec: {port: {targetPort: 7275}, to: {kind: Service, name: azure-driver}, tls: {termination: passthrough, insecureEdgeTerminationPolicy: Redirect}}
`,
  },
  {
    id: 'A5',
    what: 'a user on OpenShift',
    rule: 'arbitrary-uid',
    yaml: driver,
    platform: 'openshift',
  },
  {
    id: 'A6',
    what: 'a certificate that each render makes',
    rule: 'plaintext-secret',
    yaml: secret(
      'azure-driver-tls',
      'type: kubernetes.io/tls\ndata: {tls.crt: LS0tLS1CRUdJTg==, tls.key: LS0tLS1CRUdJTg==}',
    ),
  },
  {
    id: 'A8',
    what: 'variables that are never read again',
    rule: 'config-reload',
    yaml: `${driver}---${driverConfig}`,
  },
  {
    id: 'A8',
    what: 'a file that is never read again',
    rule: 'config-reload',
    yaml: `${driver}---${driverConfig}`,
  },
]

/** Templates of charts as they stand in a chart, which no manifest is. */
export const templates: readonly (readonly [id: string, what: string, text: string])[] = [
  [
    'G9',
    'a volume unless lookup finds it',
    `{{- if not (lookup "v1" "persistentvolume" "" "nova-geodata-prod-pv") }}
apiVersion: v1
kind: PersistentVolume
metadata:
  name: nova-geodata-prod-pv-{{ .Release.Name }}
{{- end }}
`,
  ],
  [
    'A5',
    'a user unless the cluster is OpenShift',
    `apiVersion: apps/v1
kind: Deployment
metadata:
  name: azure-driver
spec:
  template:
    spec:
{{- if not (.Capabilities.APIVersions.Has "security.openshift.io/v1") }}
      securityContext:
        runAsUser: 101
{{- end }}
`,
  ],
]
