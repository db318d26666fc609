import { example } from '../example.ts'
import { objectRule } from '../rule-shapes.ts'

const MOST = 256 * 1024

const config = (size: number) =>
  example('ConfigMap', 'tiles', { data: { 'tiles.json': 'x'.repeat(size) } })

export const appliedSize = objectRule({
  id: 'applied-size',
  severity: 'warning',
  summary: 'An object fits into the annotation that kubectl apply keeps of it: 256 KiB.',
  why: 'kubectl apply and Argo CD without ServerSideApply refuse it: "metadata.annotations: Too long".',
  hint: 'apply on the server side (ServerSideApply=true; Flux always does), or split the object',
  kinds: ['ConfigMap', 'CustomResourceDefinition.apiextensions.k8s.io'],
  *mistakes(resource) {
    const size = Buffer.byteLength(JSON.stringify(resource))
    const annotations = resource.metadata.annotations
    if (
      size <= MOST ||
      annotations?.['argocd.argoproj.io/sync-options']?.includes('ServerSideApply=true')
    )
      return
    yield { pointer: '', message: `has ${size} bytes, more than ${MOST}` }
  },
  examples: { good: [config(1000)], bad: [config(MOST)] },
})
