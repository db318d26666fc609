// What people have, in small: commands that see it run the code that is worth keeping.

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
/** A tree of kustomizations. */
exports.files = {
  'base/web.yaml': base,
  'base/kustomization.yaml': kustomization('resources:\n- web.yaml\n'),
  'one/merge.yaml': merge,
  'one/kustomization.yaml': overlay('one'),
  'two/merge.yaml': merge,
  'two/kustomization.yaml': overlay('two'),
}

/** Manifests without a kustomization. */
exports.manifests = `apiVersion: v1
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
