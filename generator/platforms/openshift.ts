import type { Platform } from '../fleet/types.ts'
import { common } from './common.ts'
import { arbitraryUid } from './rules/arbitrary-uid.ts'

export const openshift: Platform = {
  name: 'openshift',
  summary: 'OpenShift with restricted-v2: no fixed ids, Routes, dynamic storage',
  rules: [...common, arbitraryUid],
}
