import { writeFileSync } from 'node:fs'
import { apps } from '../apps/index.ts'
import { editorSchema } from '../fleet/index.ts'
import { warnings } from '../kustomize/warnings/index.ts'
import { platforms } from '../platforms/index.ts'
import { applicationsPage } from './applications-page.ts'
import { rulesPage } from './rules-page.ts'
import { warningsPage } from './warnings-page.ts'

// Maintainers run this (npm run docs) after changing an application or a rule; test/repository.test.ts says when it is due.
writeFileSync('docs/applications.md', applicationsPage(apps))
writeFileSync('docs/warnings.md', warningsPage(warnings))
writeFileSync('docs/rules.md', rulesPage())
writeFileSync(
  'schemas/fleet.schema.json',
  `${JSON.stringify(editorSchema({ apps, platforms }), null, 2)}\n`,
)
