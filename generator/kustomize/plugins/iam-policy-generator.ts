import { UserError } from '../../core/finding.ts'
import { readNodes } from '../../yaml/index.ts'
import { entryOf } from '../identity/entry.ts'
import { isMap } from '../node/node.ts'
import { generator } from './plugin.ts'

type Arguments = {
  readonly cloud?: string
  readonly kubernetesService?: { readonly name?: string; readonly namespace?: string }
  readonly serviceAccount?: { readonly name?: string; readonly projectId?: string }
}

/** IAMPolicyGenerator: a ServiceAccount that stands for one of Google Cloud. */
export const iamPolicyGenerator = generator<Arguments>(
  {
    cloud: 'string',
    kubernetesService: { fields: { name: 'string', namespace: 'string' } },
    serviceAccount: { fields: { name: 'string', projectId: 'string' } },
  },
  ({ cloud = '', kubernetesService: own = {}, serviceAccount = {} }, { layer }) => {
    if (cloud !== 'gke')
      throw new UserError({
        message: `${layer.file}: cloud is ${JSON.stringify(cloud)}`,
        hint: 'kustomize knows gke only',
      })
    const { name = '', projectId = '' } = serviceAccount
    const account = `${name}@${projectId}.iam.gserviceaccount.com`
    const lines = [
      '',
      'apiVersion: v1',
      'kind: ServiceAccount',
      'metadata:',
      '  annotations:',
      `    iam.gke.io/gcp-service-account: ${account}`,
      `  name: ${own.name ?? ''}`,
      ...(own.namespace ? ['', `  namespace: ${own.namespace}`] : []),
    ]
    const { file, isPlaced } = layer
    const [node = null] = readNodes(lines.join('\n'), file, 'resource', { isPlaced })
    return isMap(node) ? [entryOf(node, layer.file, layer.schemas)] : []
  },
)
