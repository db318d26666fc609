// Renders a small tree, and keeps the code that V8 has made of the bundle by then for the next starts.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codeFile, run } from './load.mjs'

const deployment = (inside) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n${inside}`
const files = {
  'web.yaml': deployment(`  replicas: 1
  template:
    spec:
      containers:
      - name: web
        image: "web:1"
        env:
        - {name: A, value: 'yes'}
      volumes:
      - name: web
        configMap:
          name: web
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
`),
  'patch.yaml': deployment('  replicas: 2\n'),
  'kustomization.yaml': `namespace: web
labels:
- pairs:
    team: web
images:
- name: web
  newTag: "2"
resources:
- web.yaml
configMapGenerator:
- name: web
  literals: [a=b]
patches:
- path: patch.yaml
- target: {kind: Service}
  patch: |-
    - {op: replace, path: /spec/ports/0/port, value: 81}
`,
}

const [bundle] = process.argv.splice(2)
const folder = mkdtempSync(join(tmpdir(), 'strata-code-'))
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
process.argv.push('render', folder)
const scripts = []
run(bundle, (file, script, mark) => scripts.push({ file, script, mark }))
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
  for (const { file, script, mark } of scripts) {
    const made = `${codeFile(file)}.${process.pid}`
    writeFileSync(made, Buffer.concat([Buffer.from(mark, 'latin1'), script.createCachedData()]))
    renameSync(made, codeFile(file))
  }
})
