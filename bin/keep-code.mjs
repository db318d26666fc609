// Renders and validates a small tree, and keeps the code that V8 has made of the bundle by then for the next starts.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeFile, run } from './load.mjs'

const deployment = (inside) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n${inside}`
const files = {
  'web.yaml': deployment(`  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: "web:1"
        env:
        - {name: A, value: 'yes'}
      volumes:
      - name: web
        configMap:
          name: web
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`),
  'patch.yaml': deployment('  replicas: 2\n'),
  'kustomization.yaml': `namespace: web
labels:
- pairs:
    team: web
images:
- name: web
  newTag: "2"
resources:
- web.yaml
configMapGenerator:
- name: web
  literals: [a=b]
patches:
- path: patch.yaml
- target: {kind: Service}
  patch: |-
    - {op: replace, path: /spec/ports/0/port, value: 81}
`,
}

/** What people have besides; a mistake in it would only fetch code that a sound run does not need. */
const manifests = `apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: web
data:
  mode: production
  web.ini: |
    [server]
    port = 80
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: web}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: web}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: web
  labels: {app: web}
  annotations: {example.org/owner: web}
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: web
      securityContext: {runAsNonRoot: true}
      containers:
      - name: web
        image: registry.example.org/web:1
        args: ["--port=80"]
        ports: [{name: http, containerPort: 8080}]
        env:
        - {name: A, value: 'yes'}
        - name: B
          valueFrom: {secretKeyRef: {name: web, key: b}}
        envFrom:
        - configMapRef: {name: web}
        resources:
          requests: {cpu: 100m, memory: 1Mi}
          limits: {memory: 1Mi}
        readinessProbe:
          httpGet: {path: /, port: http}
        volumeMounts: [{name: data, mountPath: /data}]
      volumes:
      - name: data
        configMap: {name: web}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: web}
spec:
  rules:
  - host: web.example.org
    http:
      paths:
      - path: /
        pathType: Prefix
        backend: {service: {name: web, port: {name: http}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: web}
spec:
  podSelector:
    matchLabels: {app: web}
  ingress:
  - ports: [{port: 80}]
`

const [bundle] = process.argv.splice(2)
const folder = mkdtempSync(join(tmpdir(), 'strata-code-'))
const tree = join(folder, 'tree')
mkdirSync(tree)
for (const [name, text] of Object.entries(files)) writeFileSync(join(tree, name), text)
writeFileSync(join(folder, 'manifests.yaml'), manifests)
process.argv.push('render', tree)
const scripts = []
const again = run(bundle, (file, script, mark) => scripts.push({ file, script, mark }))
process.once('beforeExit', () => {
  process.argv.splice(2, 2, 'validate', join(folder, 'manifests.yaml'), '--kubernetes-version=1.34')
  again()
})
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
  for (const { file, script, mark } of scripts) {
    const made = `${codeFile(file)}.${process.pid}`
    writeFileSync(made, Buffer.concat([Buffer.from(mark, 'latin1'), script.createCachedData()]))
    renameSync(made, codeFile(file))
  }
})
