import { derive } from '../../generator/overlay/index.ts'
import { printYaml } from '../../generator/yaml/index.ts'
import { assert, describe, golden } from '../harness.ts'
import { type Form, forms } from './forms.ts'
import { roundTrip, show } from './round-trip.ts'

function check({ path, title, input, base, wanted }: Form): void {
  const why = (key: string, pointer: string) => [`${key} at ${pointer || 'all'}`]
  const reasons = title.includes('(why)') ? { why } : {}
  const { resources, fields, comments, files } = derive(base, wanted, {
    namespace: 'place',
    ...reasons,
  })
  const texts = [...files].map(([file, body]) => `# file ${file}\n${body}`)
  const added = resources.length > 0 ? { resources } : {}
  const members = Object.entries({ ...added, ...fields }).map(([field, value]) => {
    const lines = comments[field] ?? []
    return `${lines.map((line) => `# ${line}\n`).join('')}${printYaml({ [field]: value })}`
  })
  golden(`${input}=== overlay\n${members.join('')}${texts.join('')}`, path)
  assert.is(show(roundTrip(base, wanted, 'place').differences), '')
}

describe(
  'forms of an overlay',
  Object.fromEntries(forms().map((form) => [form.file, () => check(form)])),
)
