import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Trees as people have them, in any size; the same every time. */

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const deployment = (name: string, image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      serviceAccountName: ${name}
      containers:
      - name: main
        image: ${image}:1.0
        args:
        - --listen=0.0.0.0:8080
        - --verbose
        ports:
        - containerPort: 8080
          name: http
        env:
        - name: LOG_LEVEL
          value: info
        - name: TOKEN
          valueFrom:
            secretKeyRef:
              name: ${name}
              key: token
        envFrom:
        - configMapRef:
            name: ${name}
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
        resources:
          requests:
            cpu: 100m
            memory: 128Mi
          limits:
            memory: 256Mi
      volumes:
      - name: config
        configMap:
          name: ${name}
`

const service = (name: string): string => `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app: ${name}
  ports:
  - name: http
    port: 80
    targetPort: http
`

const configMap = (name: string): string => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
data:
  mode: production
  app.conf: |
    [server]
    listen = 0.0.0.0:8080
    workers = 4
`

const account = (name: string): string => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
`

const kustomization = (lines: string): string =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${lines}`

/** The work of the issue tracker's complaints: one base, one overlay with namespace, labels, images and two target patches. */
export function writeLarge(folder: string, resources: number): void {
  const texts = Array.from({ length: resources / 4 }, (_, i) => {
    const name = `app-${i}`
    return [
      deployment(name, 'registry.example.org/app'),
      service(name),
      configMap(name),
      account(name),
    ]
  }).flat()
  write(join(folder, 'base', 'all.yaml'), texts.join('---\n'))
  write(join(folder, 'base', 'kustomization.yaml'), kustomization('resources:\n- all.yaml\n'))
  write(join(folder, 'overlay', 'kustomization.yaml'), kustomization(OVERLAY))
}

const OVERLAY = `namespace: shop
labels:
- pairs:
    team: blue
    stage: production
images:
- name: registry.example.org/app
  newTag: "2.1"
resources:
- ../base
patches:
- target:
    kind: Deployment
  patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
    spec:
      template:
        spec:
          containers:
          - name: main
            env:
            - name: STAGE
              value: production
- target:
    kind: Service
  patch: |-
    - op: add
      path: /metadata/annotations
      value:
        example.org/owner: blue
`

/**
 * Small overlays as a fleet of applications has them: labels, images, two patches, a prefix, a generator. Their bases
 * are beside them, so that `render --all overlays` renders what kustomize is asked for and no more.
 */
export function writeMany(folder: string, overlays: number): readonly string[] {
  return Array.from({ length: overlays }, (_, i) => {
    const base = join(folder, 'base', `app-${i}`)
    const overlay = `overlays/app-${i}/production`
    write(join(base, 'deployment.yaml'), deployment('web', 'registry.example.org/web'))
    write(join(base, 'service.yaml'), service('web'))
    const resources = 'resources:\n- deployment.yaml\n- service.yaml\n'
    write(join(base, 'kustomization.yaml'), kustomization(resources))
    const text = kustomization(SMALL.replace('../base', `../../../base/app-${i}`))
    write(join(folder, overlay, 'kustomization.yaml'), text)
    return overlay
  })
}

const SMALL = `namePrefix: production-
labels:
- pairs:
    stage: production
images:
- name: registry.example.org/web
  newTag: "3"
resources:
- ../base
configMapGenerator:
- name: web
  literals:
  - mode=production
patches:
- target:
    kind: Service
  patch: |-
    - op: replace
      path: /spec/ports/0/port
      value: 8080
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 5
`

/** One small overlay: with a strategic-merge patch, for which kustomize must read its schema, or without. */
export function writeSmall(folder: string, patched: boolean): void {
  write(join(folder, 'base', 'web.yaml'), deployment('web', 'registry.example.org/web'))
  write(join(folder, 'base', 'kustomization.yaml'), kustomization('resources:\n- web.yaml\n'))
  const patch = `patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
    spec:
      replicas: 5
`
  const text = `namespace: shop\nresources:\n- ../base\n${patched ? patch : ''}`
  write(join(folder, 'overlay', 'kustomization.yaml'), kustomization(text))
}

/** Somebody's platform repository: kustomizations by hand, half of them with a strategic merge, and large definitions. */
export function writeForeign(
  folder: string,
  kustomizations: number,
  definitions: readonly string[],
): readonly string[] {
  const roots = Array.from({ length: kustomizations }, (_, i) => {
    const root = join(folder, `team-${i % 20}`, `app-${i}`)
    const objects = Array.from({ length: 6 }, (_, n) => {
      const name = `app-${i}-${n}`
      return [deployment(name, `registry.example.org/app-${i}`), service(name), configMap(name)]
    }).flat()
    for (const [n, text] of objects.entries()) write(join(root, `object-${n}.yaml`), text)
    const named = objects.map((_, n) => `- object-${n}.yaml\n`).join('')
    const merge = `patches:
- patch: |-
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: app-${i}-0
    spec:
      template:
        spec:
          containers:
          - name: main
            resources:
              limits:
                memory: 1Gi
`
    const text = `namespace: team-${i % 20}\nresources:\n${named}${i % 2 === 0 ? merge : ''}`
    write(join(root, 'kustomization.yaml'), kustomization(text))
    return `team-${i % 20}/app-${i}`
  })
  const named = definitions.map((_, n) => `- definition-${n}.yaml\n`).join('')
  for (const [n, text] of definitions.entries())
    write(join(folder, 'definitions', `definition-${n}.yaml`), text)
  write(join(folder, 'definitions', 'kustomization.yaml'), kustomization(`resources:\n${named}`))
  return [...roots, 'definitions']
}
