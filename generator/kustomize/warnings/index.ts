import { deprecatedField } from './deprecated-field.ts'
import { directiveLeft } from './directive-left.ts'
import { duplicateEnv } from './duplicate-env.ts'
import { duplicateKey } from './duplicate-key.ts'
import { envFileCut } from './env-file-cut.ts'
import { generatedNameCopied } from './generated-name-copied.ts'
import { hashLost } from './hash-lost.ts'
import { ignoredDocument } from './ignored-document.ts'
import { imageHitsNothing } from './image-hits-nothing.ts'
import { imageNameIsPattern } from './image-name-is-pattern.ts'
import { jsonPatchPath } from './json-patch-path.ts'
import { largeInteger } from './large-integer.ts'
import { listElementLost } from './list-element-lost.ts'
import { namespacedClusterKind } from './namespaced-cluster-kind.ts'
import { nullBecomesText } from './null-becomes-text.ts'
import { olderKubectl } from './older-kubectl.ts'
import { patchHitsNothing } from './patch-hits-nothing.ts'
import { phantomContainer } from './phantom-container.ts'
import { replacementHitsNothing } from './replacement-hits-nothing.ts'
import { secondOpenapi } from './second-openapi.ts'
import { serviceSelector } from './service-selector.ts'
import { systemObjectMoved } from './system-object-moved.ts'
import { tagSuffixTwice } from './tag-suffix-twice.ts'
import { textReplacement } from './text-replacement.ts'
import { twoOfOne } from './two-of-one.ts'
import { valueChanges } from './value-changes.ts'
import type { Warning } from './warning.ts'
import { yamlWord } from './yaml-word.ts'

/** Every warning, in the order in which a kustomization is worked through; checks of a finished build run in it. */
export const warnings: readonly Warning[] = [
  deprecatedField,
  duplicateKey,
  ignoredDocument,
  secondOpenapi,
  yamlWord,
  valueChanges,
  envFileCut,
  hashLost,
  patchHitsNothing,
  phantomContainer,
  listElementLost,
  twoOfOne,
  directiveLeft,
  nullBecomesText,
  jsonPatchPath,
  largeInteger,
  namespacedClusterKind,
  systemObjectMoved,
  serviceSelector,
  imageHitsNothing,
  imageNameIsPattern,
  tagSuffixTwice,
  replacementHitsNothing,
  generatedNameCopied,
  textReplacement,
  duplicateEnv,
  olderKubectl,
]
