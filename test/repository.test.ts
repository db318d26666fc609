import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { apps } from '../generator/apps/index.ts'
import { applicationsPage } from '../generator/cli/applications-page.ts'
import { rulesPage } from '../generator/cli/rules-page.ts'
import { run } from '../generator/cli/run.ts'
import { editorSchema } from '../generator/fleet/index.ts'
import { platforms } from '../generator/platforms/index.ts'
import { readYaml } from '../generator/yaml/index.ts'
import { assert, describe } from './harness.ts'

/** The real tool on this very repository; nothing to add for a new application. */
async function strata(...argv: readonly string[]): Promise<readonly [code: number, text: string]> {
  const heard: string[] = []
  const say = (text: string): void => {
    heard.push(text)
  }
  const code = await run(argv, {
    catalog: async () => ({ apps, platforms }),
    cwd: process.cwd(),
    home: process.cwd(),
    out: say,
    err: say,
    style: (_format, text) => text,
    now: () => new Date('2026-11-21T09:05:59Z'),
    progress: () => {},
  })
  return [code, heard.join('')]
}

describe('this repository', {
  'is what fleet.yaml says: proven, checked, no drift': async () => {
    const [code, text] = await strata('generate', '--check')
    assert.is(code, 0, text)
  },
  'is valid for its clusters': async () => {
    const [code, text] = await strata('validate')
    assert.is(code, 0, text)
    assert.match(text, /[1-9]\d+ objects of [1-9]\d+ renderings checked: 0 errors/)
  },
  'has the documentation of its applications': () =>
    assert.is(
      readFileSync('docs/applications.md', 'utf8'),
      applicationsPage(apps),
      'run npm run docs',
    ),
  'has the documentation of its rules': () =>
    assert.is(readFileSync('docs/rules.md', 'utf8'), rulesPage(), 'run npm run docs'),
  'has the schema of fleet.yaml': () =>
    assert.equal(
      JSON.parse(readFileSync('schemas/fleet.schema.json', 'utf8')),
      JSON.parse(JSON.stringify(editorSchema({ apps, platforms }))),
      'run npm run docs',
    ),
  'has a schema of fleet.yaml that accepts it, and sees a mistake in a value': () => {
    const schema = JSON.parse(readFileSync('schemas/fleet.schema.json', 'utf8'))
    const accepts = new Ajv({ strict: false, validateFormats: false }).compile(schema)
    const [fleet] = readYaml(readFileSync('fleet.yaml', 'utf8'), 'fleet.yaml')
    assert.ok(accepts(fleet), JSON.stringify(accepts.errors?.slice(0, 3)))
    const wrong = structuredClone(fleet) as {
      applications: Record<string, { environments: Record<string, unknown> }>
    }
    const driver = wrong.applications['azure-driver']
    if (driver) driver.environments.nova = { values: { replica: 2 } }
    assert.not.ok(accepts(wrong))
  },
})
