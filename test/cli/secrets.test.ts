import { manifests } from '../../generator/apps/manifests/manifests.ts'
import { assert, describe } from '../harness.ts'
import { said } from './said.ts'

const FLEET = `repository: { url: https://git.example.org/fleet.git }
clusters: { dev: { platform: minikube, kubernetes: "1.36" } }
environments: { dev: {} }
applications:
  web: { uses: manifests, environments: { dev: {} } }
`
const POD = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: web
      image: registry.example.org/web:v1
      resources: { requests: { cpu: 1m, memory: 1Mi }, limits: { memory: 1Mi } }
      env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]
`
const SEALED = `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: db }
spec: { encryptedData: { password: AgBy3i4OJSWK } }
`
const COMPONENT = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [sealed.yaml]
`

const generated = (files: Readonly<Record<string, string>>) =>
  said(manifests, { 'base/web/pod.yaml': POD, ...files }, 'generate')

describe('generate and Secrets', {
  'a Secret that nobody promises is an error with its place': async () => {
    const [code, text] = await generated({ 'fleet.yaml': FLEET })
    assert.is(code, 2, text)
    assert.match(text, /fleet\.yaml:5:43: web in dev: Pod\/web\/web reads Secret db/)
  },
  'it may be declared': async () => {
    const declared = FLEET.replace(
      'web: { uses: manifests,',
      'web: { uses: manifests, values: { secrets: { db: { password: of the user } } },',
    )
    const [code, text] = await generated({ 'fleet.yaml': declared })
    assert.is(code, 0, text)
  },
  'or something in custom/ may make it': async () => {
    const [code, text] = await generated({
      'fleet.yaml': FLEET,
      'overlays/dev/web/custom/kustomization.yaml': COMPONENT,
      'overlays/dev/web/custom/sealed.yaml': SEALED,
    })
    assert.is(code, 0, text)
  },
})
