import type { TextRule } from './text-rule.ts'

/** What a template asks the cluster, inside braces; so much of a line is looked at that odd texts stay cheap. */
const ASKED = /\{\{[^}\n]{0,300}?(\blookup\s+"|\.Capabilities\.(?:APIVersions|KubeVersion)\b)/g

const template = (condition: string): string => `{{- if ${condition} }}
apiVersion: v1
kind: PersistentVolume
metadata:
  name: {{ .Release.Name }}-data
{{- end }}
`

export const chartLookup: TextRule = {
  id: 'chart-lookup',
  severity: 'warning',
  summary:
    'A template of a chart renders the same wherever it is rendered: it asks the cluster nothing.',
  why: 'lookup finds nothing and .Capabilities are those of the renderer under helm template and Argo CD: what is rendered for a repository is not what Helm would install.',
  hint: 'make it a value, and say it for each cluster',
  isWorthIt: (text) => text.includes('{{'),
  *check(text, file) {
    for (const found of text.matchAll(ASKED)) {
      const [whole, asked = ''] = found
      const at = found.index + whole.length - asked.length
      const before = text.slice(0, at).split('\n')
      const place = { file, line: before.length, column: (before.at(-1) ?? '').length + 1 }
      const what = asked.startsWith('lookup') ? 'lookup' : asked
      yield { message: `asks the cluster by ${what}, which knows no cluster here`, place }
    }
  },
  examples: {
    good: template('.Values.volume.create'),
    bad: template('not (lookup "v1" "PersistentVolume" "" "data")'),
  },
}
