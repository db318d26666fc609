import { hashedName, hashSuffix, splitImage } from '../../generator/kustomize/index.ts'
import { assert, describe } from '../harness.ts'

const digest = `sha256:${'0'.repeat(64)}`

describe('image references', {
  'split as kustomize splits them': () => {
    const rows: readonly (readonly [string, unknown])[] = [
      ['nginx', { name: 'nginx' }],
      ['nginx:1.27', { name: 'nginx', tag: '1.27' }],
      ['nginx:', { name: 'nginx' }],
      ['registry:5000/team/web', { name: 'registry:5000/team/web' }],
      ['registry:5000/team/web:v1', { name: 'registry:5000/team/web', tag: 'v1' }],
      [`web@${digest}`, { name: 'web', digest }],
      [`reg.example/web:1@${digest}`, { name: 'reg.example/web', tag: '1', digest }],
    ]
    for (const [image, expected] of rows) assert.equal(splitImage(image), expected, image)
  },
})

describe('content hashes', {
  // Suffixes are those of the real kustomize 5.8.1.
  'are those of kustomize': () => {
    const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
      [{}, '6ct58987ht'],
      [{ a: '1' }, 'h29d89cmmt'],
      [{ b: '<x>&"y"', a: '2', A: '3', é: 'é' }, '7kcdhchhgt'],
      [{ 'f.txt': 'line1\n\tline2 \u2028 \u{1F600}\u0001\b\f\n' }, '27db8g5gth'],
    ]
    for (const [data, suffix] of rows) assert.is(hashedName({ name: 'c', data }), `c-${suffix}`)
  },
  'depend on the content alone, and differ for absent and empty data': () => {
    const suffix = hashSuffix('ConfigMap', { data: { a: '1' } })
    assert.is(hashedName({ name: 'x', data: { a: '1' } }), `x-${suffix}`)
    assert.is.not(hashSuffix('ConfigMap', {}), hashSuffix('ConfigMap', { data: {} }))
    assert.is.not(hashSuffix('Secret', { data: { a: '1' } }), suffix)
  },
})
