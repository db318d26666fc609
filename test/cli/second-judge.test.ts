import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, golden } from '../harness.ts'
import { transcript } from './transcript.ts'

const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: web, namespace: a }
spec:
  selector: { app: web }
  ports:
    - port: 80
      protocol: tcp
`

const THING = `apiVersion: example.org/v1
kind: Thing
metadata: { name: a, namespace: a }
spec: { size: 2 }
`

/** More than JavaScript can compile, and a keyword that our schemas do not use. */
const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { size: { type: 'integer' } },
      propertyNames: { maxLength: 3 },
    },
  },
}

/** Answers as kubeconform does: it likes nothing, and says the same of all. */
const STUBBORN = `#!${process.execPath}
const objects = require('node:fs').readFileSync(0, 'utf8').split('---')
const msg = "x - at '/spec/ports/0': missing property 'name'"
const resources = objects.map(() => ({ filename: 'stdin', status: 'statusInvalid', msg }))
process.stdout.write(JSON.stringify({ resources }))
process.exitCode = 1
`

const MAD = `#!${process.execPath}
process.stdout.write('hello')
`

describe('strata validate --second-judge', {
  'says who said what, and what to do when nobody is there': async () => {
    const folder = await mkdtemp(join(tmpdir(), 'strata-judges-'))
    try {
      for (const [name, text] of Object.entries({ stubborn: STUBBORN, mad: MAD })) {
        await writeFile(join(folder, name), text)
        await chmod(join(folder, name), 0o755)
      }
      const location = 'crds/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'
      const log = await transcript(
        { file: 'm/service.yaml', content: SERVICE },
        'strata validate m --second-judge ajv',
        `strata validate m --second-judge kubeconform --kubeconform ${folder}/stubborn`,
        `strata validate m --second-judge kubeconform --kubeconform ${folder}/mad`,
        'strata validate m --second-judge kubeconform --kubeconform not/there',
        'strata validate m --kubeconform not/there',
        { file: 'm/service.yaml', content: THING },
        { file: 'crds/thing_v1.json', content: JSON.stringify(SCHEMA) },
        `strata validate m --schema-location ${location} --second-judge ajv`,
      )
      golden(log.replaceAll(folder, '<judges>'), 'test/cli/second-judge.golden.txt')
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
})
