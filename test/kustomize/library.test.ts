import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as library from '../../generator/library/kustomize.ts'
import type * as Published from '../../generator/library/published.d.ts'
import { assert, describe } from '../harness.ts'

// What is published and what is there are one thing: the type checker says where they are not.
const published: typeof Published = library
const names: Readonly<Record<keyof typeof library, true>> &
  Readonly<Record<keyof typeof Published, true>> = {
  build: true,
  buildDirectory: true,
  traceBuild: true,
  traceDirectory: true,
  UserError: true,
}

const { build, buildDirectory, traceBuild, traceDirectory, UserError } = published

const files = {
  'k/kustomization.yaml': 'resources: [../base]\nnamePrefix: my-\ncommonLabels: {a: b}\n',
  'base/kustomization.yaml': 'resources: [c.yaml]\n',
  'base/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\nbinaryData: {}\n',
}
const tree = new Map<string, string | Uint8Array>(Object.entries(files))
const text =
  'apiVersion: v1\nbinaryData: {}\nkind: ConfigMap\nmetadata:\n  labels:\n    a: b\n  name: my-c\n'

function onDisk(act: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'strata-library-'))
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The problems that something is refused with. */
function refusal(act: () => unknown): readonly Published.Problem[] {
  try {
    act()
  } catch (error) {
    if (error instanceof UserError) return error.problems
    throw error
  }
  throw new Error('nothing was refused')
}

describe('strata/kustomize', {
  'is what its types say': () =>
    assert.equal(Object.keys(library).sort(), Object.keys(names).sort()),
  'builds a tree in memory, of texts or bytes': () => {
    assert.is(build(tree, 'k'), text)
    const bytes = [...tree].map(([path, one]) => [path, Buffer.from(one)] as const)
    assert.is(build(new Map(bytes), './k/'), text)
  },
  'builds a directory, by whatever way it is named': () =>
    onDisk((folder) => {
      assert.is(buildDirectory(join(folder, 'k')), text)
      symlinkSync(join(folder, 'k'), join(folder, 'link'))
      assert.is(buildDirectory(join(folder, 'link')), text)
    }),
  'tells warnings, and problems with their places': () => {
    const heard: Published.Problem[] = []
    build(tree, 'k', { onWarning: (warning) => heard.push(warning) })
    assert.is(heard[0]?.message, 'commonLabels is deprecated')
    const [problem] = refusal(() => build(new Map(tree).set('k/kustomization.yaml', 'a: 1'), 'k'))
    assert.equal(problem?.place, { file: 'k/kustomization.yaml', line: 1, column: 1 })
    assert.match(problem?.message ?? '', 'unknown field "a"')
    assert.is(refusal(() => buildDirectory('/nowhere')).length, 1)
  },
  'refuses arguments of the wrong kind as it refuses wrong files': () => {
    const functions = { build, traceBuild, buildDirectory, traceDirectory }
    const call = (name: keyof typeof functions) =>
      functions[name] as unknown as (...given: unknown[]) => unknown
    const cases: readonly (readonly [keyof typeof functions, string, ...unknown[]])[] = [
      ['build', 'files is undefined'],
      ['build', 'files is an object', files, 'k'],
      ['traceBuild', 'files is "k"', 'k'],
      ['build', 'root is undefined', tree],
      ['traceBuild', 'root is a number', tree, 5],
      ['build', 'options is null', tree, 'k', null],
      ['build', 'options.loadRestrictor is "none"', tree, 'k', { loadRestrictor: 'none' }],
      ['traceBuild', 'options.reorder is a boolean', tree, 'k', { reorder: true }],
      ['build', 'options.onWarning is "log"', tree, 'k', { onWarning: 'log' }],
      ['buildDirectory', 'directory is undefined'],
      ['traceDirectory', 'directory is ""', ''],
    ]
    for (const [name, message, ...given] of cases)
      assert.is(refusal(() => call(name)(...given))[0]?.message, message)
  },
  'does what docs/render.md shows': () => {
    const app = new Map([
      ['app/kustomization.yaml', 'resources: [web.yaml]\nnamePrefix: my-\n'],
      ['app/web.yaml', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n'],
    ])
    const [service] = traceBuild(app, 'app').objects
    assert.is(service?.id, 'Service/my-web')
    assert.equal(service?.origin(), { file: 'app/web.yaml', line: 1, column: 1 })
    assert.equal(service?.steps(), [
      { what: 'namePrefix', place: { file: 'app/kustomization.yaml', line: 2, column: 13 } },
    ])
    assert.is(service?.explain(['metadata', 'name']).changes.at(-1)?.value, 'my-web')
  },
  'takes the options of the command line': () => {
    const outside = new Map(tree).set('k/kustomization.yaml', 'resources: [../base/c.yaml]\n')
    assert.match(refusal(() => build(outside, 'k'))[0]?.message ?? '', 'not in or below')
    assert.ok(build(outside, 'k', { loadRestrictor: 'LoadRestrictionsNone' }))
  },
  'knows where everything comes from': () => {
    const [object] = traceBuild(tree, 'k').objects
    assert.is(object?.id, 'ConfigMap/my-c')
    assert.equal(object?.origin(), { file: 'base/c.yaml', line: 1, column: 1 })
    assert.equal(
      object?.steps().map(({ what }) => what),
      ['namePrefix', 'commonLabels'],
    )
    const told = object?.explain(['metadata', 'name'])
    assert.is(told?.value, 'my-c')
    assert.equal(told?.changes.at(-1)?.place, { file: 'k/kustomization.yaml', line: 2, column: 13 })
    onDisk((folder) => {
      const [same] = traceDirectory(join(folder, 'k')).objects
      assert.ok(same?.origin().file.endsWith('base/c.yaml'))
    })
  },
})
