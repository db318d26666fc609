import type { Platform } from '../fleet/types.ts'
import { common } from './common.ts'

export const minikube: Platform = {
  name: 'minikube',
  summary: 'a laptop: one node, folders of the node as shared storage, node ports',
  rules: common,
}
