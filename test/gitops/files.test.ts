import { type Step, transcript } from '../cli/transcript.ts'
import { assert, describe } from '../harness.ts'

const fleet = (engine: string, options = ''): Step => ({
  file: 'fleet.yaml',
  content: `repository: { url: "https://git.example.org/fleet.git", secretRef: git }
clusters:
  one: { platform: minikube, kubernetes: "1.36", delivery: { engine: ${engine}${options} }, storage: { shared: { kind: hostPath, path: /data } } }
environments: { dev: { cluster: one } }
applications:
  shop:
    uses: web
    environments:
      dev: { values: { kubeSystem: "yes" }, runs: [ { id: first, values: { items: pears } } ] }
`,
})

const CUSTOM: Step = {
  file: 'overlays/dev/shop/custom/kustomization.yaml',
  content: `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [limits.yaml]
`,
}
const LIMITS: Step = {
  file: 'overlays/dev/shop/custom/limits.yaml',
  content: `apiVersion: v1
kind: LimitRange
metadata: { name: limits, namespace: shop }
spec: { limits: [{ type: Pod, max: { memory: 1Gi } }] }
`,
}
const SEALED: Step = {
  file: 'overlays/dev/shop/custom/limits.yaml',
  content: `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: sealed }
spec: { encryptedData: { a: AgB } }
`,
}
const ARGO = 'clusters/one/argocd'
const FLUX = 'clusters/one/flux'

describe('what the engines read', {
  'Argo CD: whole branch names, absolute paths, no overrides, an endless retry that looks again':
    async () => {
      const log = await transcript(fleet('argocd'), 'strata generate', {
        show: `${ARGO}/application-dev.shop.yaml`,
      })
      for (const line of [
        'project: dev',
        'targetRevision: refs/heads/main',
        'path: overlays/dev/shop/overlay',
        'manifest-generate-paths: /base/shop;/overlays/dev/shop',
        'limit: -1',
        'refresh: true',
        '- resources-finalizer.argocd.argoproj.io',
      ])
        assert.match(log, line)
      assert.not.match(log, /^ +kustomize:/m)
    },
  'Argo CD: a kind of somebody else without a namespace is allowed wherever it may belong':
    async () => {
      const log = await transcript(
        fleet('argocd'),
        CUSTOM,
        SEALED,
        'strata generate',
        'strata validate',
        { show: `${ARGO}/bootstrap/appproject-dev.yaml` },
      )
      assert.is(log.match(/^ +kind: SealedSecret$/gm)?.length, 2)
      assert.not.match(log, 'project-kinds')
    },
  'Argo CD: rights in kube-system are a project of their own, for rights only': async () => {
    const log = await transcript(
      fleet('argocd'),
      'strata generate',
      { show: `${ARGO}/application-dev.shop.kube-system.yaml` },
      { show: `${ARGO}/bootstrap/appproject-kube-system.yaml` },
    )
    assert.match(log, 'project: kube-system')
    const [, project = ''] = log.split('kind: AppProject')
    assert.equal(
      [...project.matchAll(/kind: (\w+)/g)].map(([, kind]) => kind),
      ['Role', 'RoleBinding'],
    )
    assert.not.match(project, 'clusterResourceWhitelist')
  },
  'Argo CD: an environment may make what it makes today': async () => {
    const log = await transcript(fleet('argocd'), 'strata generate', {
      show: `${ARGO}/bootstrap/appproject-dev.yaml`,
    })
    const [, project = ''] = log.split('kind: AppProject')
    assert.equal(
      [...project.matchAll(/kind: (\w+)/g)].map(([, kind]) => kind),
      [
        'PersistentVolume',
        'ConfigMap',
        'PersistentVolumeClaim',
        'Pod',
        'Service',
        'ServiceAccount',
      ].concat(['Deployment', 'ReplicaSet', 'Job', 'EndpointSlice']),
    )
    assert.equal(
      [...project.matchAll(/namespace: (\S+)/g)].map(([, n]) => n),
      ['argocd', 'shop'],
    )
  },
  'Argo CD: an ApplicationSet instead of files, which the root may make and never prunes':
    async () => {
      const log = await transcript(
        fleet('argocd', ', applicationSet: true'),
        'strata generate',
        'strata validate',
        { show: `${ARGO}/applicationset-units.yaml` },
        { show: `${ARGO}/bootstrap/appproject-bootstrap.yaml` },
        { show: `${ARGO}/kustomization.yaml` },
      )
      assert.not.match(log, /exit [12]/)
      const [, set = '', bootstrap = '', list = ''] = log.split('$ cat ').slice(1)
      for (const line of [
        'sync-options: Prune=false',
        'sync-wave: "1"',
        'goTemplate: true',
        '- missingkey=error',
        'preserveResourcesOnDeletion: true',
        'argocd.argoproj.io/skip-reconcile',
        /project: dev\n/,
        'targetRevision: refs/heads/main',
      ])
        assert.match(set, line)
      assert.not.match(set, /project: .*\{\{/)
      assert.match(bootstrap, 'kind: ApplicationSet')
      assert.not.match(list, 'application-')
    },
  'Argo CD: changing between files and a set is warned of, because a push alone would restart everything':
    async () => {
      const [files, set] = [fleet('argocd'), fleet('argocd', ', applicationSet: true')]
      const log = await transcript(
        files,
        ...['strata generate', 'strata generate'],
        set,
        ...['strata generate', 'strata generate'],
        files,
        'strata generate',
        fleet('flux'),
        'strata generate',
      )
      const warned = log
        .split('$ strata generate')
        .slice(1)
        .map((part) => part.includes('warning cluster one changes delivery.applicationSet'))
      assert.equal(warned, [false, false, true, false, true, false])
    },
  'Flux: shards are labels of what can wait for them': async () => {
    const log = await transcript(
      fleet('flux', ', shards: [only]'),
      'strata generate',
      'strata validate',
      { show: `${FLUX}/kustomization-dev.shop.yaml` },
      { show: `${FLUX}/kustomization-root.yaml` },
    )
    assert.not.match(log, /exit [12]/)
    const [, unit = '', root = ''] = log.split('$ cat ').slice(1)
    assert.match(unit, 'sharding.fluxcd.io/key: only')
    assert.not.match(root, 'sharding')
  },
  'Flux: a run waits for the Secrets of its application': async () => {
    const log = await transcript(
      fleet('flux'),
      'strata generate',
      { show: `${FLUX}/kustomization-dev.shop.runs.yaml` },
      { show: `${FLUX}/kustomization-dev.shop.secrets.yaml` },
      { show: `${FLUX}/awaits/dev.shop/configmap-dev.shop.secrets.yaml` },
    )
    const [, runs = '', gate = '', list = ''] = log.split('$ cat ').slice(1)
    assert.match(runs, '- name: dev.shop.secrets')
    assert.match(gate, 'name: shop-key')
    assert.match(list, 'key (to sign)')
  },
  'Flux: credentials by name, a run is not waited for, the root takes nothing along': async () => {
    const log = await transcript(
      fleet('flux'),
      'strata generate',
      { show: `${FLUX}/gitrepository-fleet.yaml` },
      { show: `${FLUX}/kustomization-dev.shop.runs.yaml` },
      { show: `${FLUX}/kustomization-root.yaml` },
    )
    const [, source = '', runs = '', root = ''] = log.split('$ cat ').slice(1)
    assert.match(source, 'secretRef:\n    name: git')
    assert.match(runs, 'path: ./overlays/dev/shop/runs')
    assert.match(runs, 'wait: false')
    assert.match(root, 'deletionPolicy: Orphan')
    assert.not.match(log, 'postBuild')
  },
  'custom/ is part of what both engines sync, and of its rights; runs stay frozen': async () => {
    for (const [engine, path, shown] of [
      ['argocd', 'path: overlays/dev/shop/app', `${ARGO}/application-dev.shop.yaml`],
      ['flux', 'path: ./overlays/dev/shop/app', `${FLUX}/kustomization-dev.shop.yaml`],
    ] as const) {
      const log = await transcript(
        fleet(engine),
        CUSTOM,
        LIMITS,
        'strata generate',
        { show: shown },
        'strata render overlays/dev/shop/app',
        'strata render overlays/dev/shop',
        'strata render overlays/dev/shop/runs',
      )
      assert.match(log, path)
      const [, app = '', all = '', runs = ''] = log.split('$ strata render')
      assert.match(app, 'kind: LimitRange')
      assert.not.match(app, 'name: shop-first')
      assert.match(all, 'kind: LimitRange')
      assert.match(all, 'name: shop-first')
      assert.not.match(runs, 'kind: LimitRange')
    }
    const rights = await transcript(fleet('argocd'), CUSTOM, LIMITS, 'strata generate', {
      show: `${ARGO}/bootstrap/appproject-dev.yaml`,
    })
    assert.match(rights, 'kind: LimitRange')
  },
  'one word switches the engine: the files of the other one go': async () => {
    const log = await transcript(
      fleet('argocd'),
      'strata generate',
      fleet('flux'),
      'strata generate',
      'strata generate --check',
      { show: 'fleet.lock' },
    )
    const [, lock = ''] = log.split('$ cat fleet.lock')
    assert.match(lock, `${FLUX}/kustomization.yaml`)
    assert.not.match(lock, ARGO)
    assert.not.match(log, /exit [12]/)
  },
})
