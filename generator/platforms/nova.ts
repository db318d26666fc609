import type { Platform } from '../fleet/types.ts'
import { common } from './common.ts'

export const nova: Platform = {
  name: 'nova',
  summary: 'an on-premises cluster: NFS, a Gateway, images behind a mirror',
  rules: common,
}
