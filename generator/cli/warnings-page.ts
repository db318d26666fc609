import { createRenderer } from '../kustomize/index.ts'
import type { Example, Warning } from '../kustomize/warnings/warning.ts'

/** docs/warnings.md: every warning, why it matters and what to do, with its example and what is told of it now. */
export function warningsPage(warnings: readonly Warning[]): string {
  return [
    '# Warnings beyond kustomize',
    '',
    '<!-- Written by "npm run docs" from generator/kustomize/warnings/. -->',
    '',
    'kustomize exits with 0 and prints a wrong result in the cases below. `strata validate` and `strata render` tell them,',
    'with file, line and column, and never change the output: that is always what kustomize 5.8.1 prints. A warning does',
    'not fail a run.',
    '',
    ...warnings.map(({ id, summary }) => `- [${nameOf(id)}](#${nameOf(id)}): ${summary}`),
    '',
    ...warnings.flatMap(section),
  ].join('\n')
}

const nameOf = (id: string): string => id.slice('kustomize/'.length)

function section({ id, why, hint, example }: Warning): readonly string[] {
  return [
    `## ${nameOf(id)}`,
    '',
    why,
    '',
    `**Remedy:** ${hint}.`,
    '',
    ...filesOf(example.bad),
    '```',
    ...toldOf(id, example.bad),
    '```',
    '',
    'Put right:',
    '',
    ...filesOf(changedIn(example)),
  ]
}

function filesOf(files: Example): readonly string[] {
  return Object.entries(files).flatMap(([path, text]) => [
    '```yaml',
    `# ${path}`,
    text.trimEnd().replace(/^.{200,}$/gm, shortened),
    '```',
    '',
  ])
}

function shortened(line: string): string {
  return `${line.slice(0, 40)}… (${line.length} characters)`
}

/** Files that are in the good tree only, or differ there. */
function changedIn({ good, bad }: Warning['example']): Example {
  return Object.fromEntries(Object.entries(good).filter(([path, text]) => bad[path] !== text))
}

function toldOf(id: string, files: Example): readonly string[] {
  const { warnings } = createRenderer(new Map(Object.entries(files))).render('.')
  return warnings
    .filter((problem) => problem.id === id)
    .map(({ message, place }) => `${place?.file}:${place?.line}:${place?.column}: ${message}`)
}
