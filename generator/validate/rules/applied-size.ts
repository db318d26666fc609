import { groupOf, type Resource } from '../../core/resource.ts'
import { example } from '../example.ts'
import type { Rule } from '../rule.ts'

const MOST = 256 * 1024

const config = (size: number) =>
  example('ConfigMap', 'tiles', { data: { 'tiles.json': 'x'.repeat(size) } })

export const appliedSize: Rule = {
  id: 'applied-size',
  severity: 'warning',
  scope: 'object',
  when: { '*': [['', (object) => mayBeLarge(object as Resource) && isLong(object)]] },
  summary: 'An object fits into the annotation that kubectl apply keeps of it: 256 KiB.',
  why: 'kubectl apply and Argo CD without ServerSideApply refuse it: "metadata.annotations: Too long".',
  hint: 'apply on the server side (ServerSideApply=true; Flux always does), or split the object',
  *check(resources) {
    for (const resource of resources) {
      if (!mayBeLarge(resource) || isAppliedByServer(resource)) continue
      const size = Buffer.byteLength(JSON.stringify(resource))
      if (size > MOST)
        yield { resource, pointer: '', message: `has ${size} bytes, more than ${MOST}` }
    }
  },
  examples: () => ({ good: [config(1000)], bad: [config(MOST)] }),
}

/** No character has more than three bytes. */
const isLong = (object: unknown): boolean => JSON.stringify(object).length * 3 > MOST

const LARGE = ['ConfigMap', 'Secret', 'CustomResourceDefinition']

/** Objects of Kubernetes itself never get that large, but for these; what others define may hold whole files. */
function mayBeLarge({ kind, apiVersion }: Resource): boolean {
  const group = groupOf(apiVersion)
  return LARGE.includes(kind) || (group.includes('.') && !group.endsWith('.k8s.io'))
}

function isAppliedByServer({ metadata }: Resource): boolean {
  const options = metadata.annotations?.['argocd.argoproj.io/sync-options']
  return typeof options === 'string' && options.includes('ServerSideApply=true')
}
