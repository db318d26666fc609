import type { Rule } from '../rule.ts'
import { arbitraryUid } from './arbitrary-uid.ts'
import { claimMatchesVolume } from './claim-matches-volume.ts'
import { configData } from './config-data.ts'
import { duplicateObject } from './duplicate-object.ts'
import { imagePinned } from './image-pinned.ts'
import { namesAndLabels } from './names-and-labels.ts'
import { namespaceScope } from './namespace-scope.ts'
import { nodePort } from './node-port.ts'
import { plaintextSecret } from './plaintext-secret.ts'
import { references } from './references.ts'
import { requestsWithinLimits } from './requests-within-limits.ts'
import { selectorMatchesTemplate } from './selector-matches-template.ts'
import { volumeMountHasVolume } from './volume-mount-has-volume.ts'

/** Every rule, in the order in which findings of one object are listed. */
export const rules: readonly Rule[] = [
  duplicateObject,
  namesAndLabels,
  namespaceScope,
  selectorMatchesTemplate,
  imagePinned,
  configData,
  plaintextSecret,
  arbitraryUid,
  requestsWithinLimits,
  volumeMountHasVolume,
  claimMatchesVolume,
  references,
  nodePort,
]
