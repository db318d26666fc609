// Renders small trees, and keeps the code that V8 has made of the bundle by then for the next starts.
const { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { dirname, join } = require('node:path')
const { codeFile, run } = require('./load.cjs')

const base = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
  annotations: {}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels: {app: web}
    spec:
      serviceAccountName: web
      containers:
      - name: web
        image: "web:1"
        command: ['sh', "-c", "echo \\"$A\\""]
        args:
        - --listen=0.0.0.0:8080
        env:
        - {name: A, value: 'yes'}
        - name: TOKEN
          valueFrom:
            secretKeyRef: {name: web, key: token}
        envFrom:
        - configMapRef:
            name: web
        readinessProbe:
          httpGet:
            path: /
            port: http
        resources:
          requests:
            cpu: 0.5
            memory: 128Mi
      volumes:
      - name: web
        configMap:
          name: web
---
# a comment
apiVersion: v1
kind: Service
metadata:
  name: web # another
spec:
  selector:
    app: web
  ports:
  - port: 80
    name: http
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: plain
data:
  a: "1"
  text: |
    one
    two
  long: >-
    folded lines of a text that is quite a bit longer than the eighty columns that the
    printed form would have
`
const merge = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: web
        env:
        - name: B
          value: b
        resources:
          limits:
            memory: 1Gi
`
const kustomization = (lines) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${lines}`
const overlay = (name) =>
  kustomization(`namespace: web
namePrefix: ${name}-
nameSuffix: -x
labels:
- pairs:
    team: web
  includeSelectors: true
commonAnnotations:
  team: web
images:
- name: web
  newTag: "2"
replicas:
- name: web
  count: 3
resources:
- ../base
configMapGenerator:
- name: web
  literals: [a=b]
patches:
- path: merge.yaml
- patch: |-
    apiVersion: v1
    kind: Service
    metadata:
      name: web
    spec:
      type: ClusterIP
- target: {kind: Service}
  patch: |-
    - op: replace
      path: /spec/ports/0/port
      value: 81
    - {op: add, path: /metadata/annotations, value: {a: b}}
`)
const files = {
  'base/web.yaml': base,
  'base/kustomization.yaml': kustomization('resources:\n- web.yaml\n'),
  'one/merge.yaml': merge,
  'one/kustomization.yaml': overlay('one'),
  'two/merge.yaml': merge,
  'two/kustomization.yaml': overlay('two'),
}

const [bundle] = process.argv.splice(2)
const folder = mkdtempSync(join(tmpdir(), 'strata-code-'))
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
process.argv.push('render', '--all', folder, '-o', join(folder, 'out'))
const scripts = []
run(bundle, (file, script, mark) => scripts.push({ file, script, mark }))
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
  for (const { file, script, mark } of scripts) {
    const made = `${codeFile(file)}.${process.pid}`
    writeFileSync(made, Buffer.concat([Buffer.from(mark, 'latin1'), script.createCachedData()]))
    renameSync(made, codeFile(file))
  }
})
