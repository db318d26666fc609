import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Definitions as large as they come, out of the Go modules of projects that many clusters run. */
const SETS = [
  ['github.com/external-secrets/external-secrets@v1.3.2', 'config/crds/bases'],
  ['sigs.k8s.io/gateway-api@v1.4.1', 'config/crd/standard'],
  ['github.com/cert-manager/cert-manager@v1.21.2', 'deploy/crds'],
] as const

/** Fifty definitions; one that is there twice gets another name. */
export function definitions(): readonly string[] {
  const texts = SETS.flatMap(([module, folder]) => {
    const answer = execFileSync('go', ['mod', 'download', '-json', module], { cwd: tmpdir() })
    const place = join((JSON.parse(answer.toString()) as { readonly Dir: string }).Dir, folder)
    return readdirSync(place)
      .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
      .map((name) => readFileSync(join(place, name), 'utf8'))
      .filter((text) => /^kind: CustomResourceDefinition$/m.test(text))
  })
  return Array.from({ length: 50 }, (_, i) => {
    const text = texts[i % texts.length] ?? ''
    const again = Math.floor(i / texts.length)
    return again === 0 ? text : text.replace(/^( {2}name: .*)$/m, `$1.again${again}`)
  })
}
