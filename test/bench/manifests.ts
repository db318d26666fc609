import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The objects of one application as people write them, eight kinds in one text, without a mistake. */
function application(name: string): string {
  return [
    deployment(name),
    service(name),
    configMap(name),
    `apiVersion: v1\nkind: ServiceAccount\n${metadata(name)}`,
    ingress(name),
    autoscaler(name),
    policy(name),
    delivery(name),
  ].join('---\n')
}

const metadata = (name: string, namespace = 'web'): string =>
  `metadata:\n  name: ${name}\n  namespace: ${namespace}\n`

const variables = Array.from(
  { length: 12 },
  (_, i) => `            - name: VAR_${i}\n              value: "value ${i}"\n`,
).join('')

const deployment = (name: string): string => `apiVersion: apps/v1
kind: Deployment
${metadata(name)}  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/part-of: shop
  annotations:
    example.org/owner: "team-a"
spec:
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 25%
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      securityContext:
        runAsNonRoot: true
      containers:
        - name: web
          image: registry.example.org/shop/${name}:1.2.3
          imagePullPolicy: IfNotPresent
          args: ["--port", "8080", "--verbose"]
          ports:
            - name: http
              containerPort: 8080
              protocol: TCP
          env:
${variables}          envFrom:
            - configMapRef:
                name: ${name}
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              cpu: "1"
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /ready
              port: http
            periodSeconds: 10
          livenessProbe:
            httpGet:
              path: /live
              port: http
          volumeMounts:
            - name: tmp
              mountPath: /tmp
      volumes:
        - name: tmp
          emptyDir: {}
`

const service = (name: string): string => `apiVersion: v1
kind: Service
${metadata(name)}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`

const configMap = (name: string): string => `apiVersion: v1
kind: ConfigMap
${metadata(name)}data:
  LOG_LEVEL: info
  config.ini: |
    [web]
    threads = 4
    timeout = 30
`

const ingress = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
${metadata(name)}spec:
  rules:
    - host: ${name}.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  name: http
`

const autoscaler = (name: string): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
${metadata(name)}spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: ${name}
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 80
`

const policy = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
${metadata(name)}spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector: {}
      ports:
        - port: 8080
          protocol: TCP
`

const delivery = (name: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
${metadata(name, 'argocd')}spec:
  project: default
  source:
    repoURL: https://git.example.org/shop.git
    path: apps/${name}
    targetRevision: main
  destination:
    server: https://kubernetes.default.svc
    namespace: web
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
`

/** So many objects, eight in each file. */
export function writeManifests(folder: string, objects: number): void {
  mkdirSync(folder, { recursive: true })
  for (let i = 0; i < objects / 8; i++)
    writeFileSync(join(folder, `app-${i}.yaml`), application(`app-${i}`))
}

/** So many objects in one file. */
export function writeManifest(file: string, objects: number): void {
  const texts = Array.from({ length: objects / 8 }, (_, i) => application(`app-${i}`))
  writeFileSync(file, texts.join('---\n'))
}
