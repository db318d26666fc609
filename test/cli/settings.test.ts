import { describe, golden } from '../harness.ts'
import { transcript } from './transcript.ts'

const KUSTOMIZATION = `resources: [web.yaml]
commonLabels: { team: tiles } # strata-ignore kustomize/deprecated-field: until the move
`
const WEB = `apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: a }
data: { verbose: yes }
`

const TEMPLATE = `{{- if lookup "v1" "Namespace" "" "a" }}
apiVersion: v1
kind: Namespace
metadata: { name: a }
{{- end }}
`

describe('settings of the rules', {
  'in fleet.yaml and in .strata.yaml, also of warnings of kustomizations': async () =>
    golden(
      await transcript(
        { file: 'a/kustomization.yaml', content: KUSTOMIZATION },
        { file: 'a/web.yaml', content: WEB },
        'strata validate a',
        {
          file: '.strata.yaml',
          content: 'severities: { kustomize/yaml-word: error, field-type: off }\n',
        },
        'strata validate a',
        {
          file: '.strata.yaml',
          content:
            'exceptions:\n  - { rule: kustomize/yaml-word, source: a, reason: "read by a shell" }\n  - { rule: kustomize/yaml-wort, reason: "a slip" }\n',
        },
        'strata validate a',
        'strata explain kustomize/yaml-wort',
        { file: 'chart/Chart.yaml', content: 'name: a\n' },
        { file: 'chart/templates/a.yaml', content: TEMPLATE },
        { file: 'm/a.yaml', content: WEB.replace('yes', '"yes"').concat('immutable: on\n') },
        'strata validate chart m',
        { file: '.strata.yaml', content: null },
        {
          file: 'fleet.yaml',
          content:
            'validation:\n  exceptions: [{ rule: ambiguous-scalar, reason: "old tools" }]\n  severities: { null-field: off }\n',
        },
        'strata validate m',
        { file: '.strata.yaml', content: 'severities: { null-field: error }\n' },
        'strata validate m',
        {
          file: 'fleet.yaml',
          content: 'validation: { exceptions: [{ rule: references }], missing-schemas: x }\n',
        },
        'strata validate m',
      ),
      'test/cli/settings.golden.txt',
    ),
})
