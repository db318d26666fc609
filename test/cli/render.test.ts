import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'
import { assert, describe, golden } from '../harness.ts'
import { shop } from './render-tree.ts'
import { filesIn, transcript } from './transcript.ts'

/** A folder with a base and one overlay, and what a command line says in it. */
async function inFolder(
  act: (
    folder: string,
    strata: (...argv: readonly string[]) => Promise<readonly [number, string]>,
  ) => Promise<void>,
): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), 'strata-render-'))
  const strata = async (...argv: readonly string[]): Promise<readonly [number, string]> => {
    const heard: string[] = []
    const say = (text: string): void => {
      heard.push(text)
    }
    const style = (_: unknown, text: string): string => text
    const now = () => new Date(0)
    const home = process.cwd()
    const rest = { cwd, home, style, now, out: say, err: say, progress: () => {} }
    const code = await run(argv, { catalog: async () => catalog, ...rest })
    return [code, heard.join('').replaceAll(cwd, '<cwd>')]
  }
  try {
    for (const folder of ['k', 'k/a', 'k/b']) mkdirSync(join(cwd, folder))
    write(cwd, 'k/kustomization.yaml', 'resources: [a, b]\n')
    for (const name of ['a', 'b']) {
      write(cwd, `k/${name}/kustomization.yaml`, `resources: [o.yaml]\nnamespace: ${name}\n`)
      write(cwd, `k/${name}/o.yaml`, 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n')
    }
    await act(cwd, strata)
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

const write = (cwd: string, path: string, text: string): void =>
  writeFileSync(join(cwd, path), text)
const read = (cwd: string, path: string): string => readFileSync(join(cwd, path), 'utf8')
const printed = (namespace: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  namespace: ${namespace}\n`

describe('render', {
  'a repository of somebody else': async () =>
    golden(
      await transcript(
        ...shop,
        'strata render overlays/prod',
        'strata render overlays/dev overlays/prod -o rendered',
        { show: 'rendered/overlays/dev/manifests.yaml' },
        'strata render --all overlays -o all',
        { show: 'all/dev/manifests.yaml' },
        'strata render overlays/dev overlays/broken',
        'strata render overlays/prod --explain deployment/web',
        'strata render overlays/prod --explain deployment/shop/p-web/spec/replicas',
        'strata render overlays/prod --explain deployment/web/spec/template/spec/containers[name=web]/image',
        'strata render overlays/prod --explain deployment/web/spec/template/spec/containers/0/args/0',
        'strata render overlays/prod --explain deployment/web/spec/template/spec/containers[name=probe]/image',
        'strata render overlays/prod --explain deployment/web/spec/template/spec/containers/0/env/0/valueFrom/configMapKeyRef/name',
        'strata render overlays/prod --explain deployment/web/spec/template/spec/containers/0/envFrom',
        'strata render overlays/prod --explain deployment/web/metadata/annotations/note',
        'strata render overlays/prod --explain deployment/web/metadata/labels/team',
        'strata render overlays/prod --explain deployment/web/metadata/name',
        'strata render overlays/prod --explain configmap/settings/data/size',
        'strata render overlays/prod --explain configmap/settings/data/color',
        'strata render overlays/prod --explain configmap/settings/metadata/name',
        'strata render overlays/prod --explain service/p-web/metadata/namespace --format json',
        'strata render overlays/prod --explain service/p-web --format json',
        'strata render overlays/prod --explain deployment/webb',
        'strata render overlays/prod --explain deployment/web/spec/replica',
      ),
      'test/cli/render.golden.txt',
    ),
  'the outputs in docs/render.md are these': () => {
    const told = readFileSync('test/cli/render.golden.txt', 'utf8')
    const shown =
      readFileSync('docs/render.md', 'utf8').match(
        /(?<=```\n)\$ strata [^`]*(?:`[^`]+`[^`]*)*?(?=```)/g,
      ) ?? []
    assert.ok(shown.length >= 7)
    for (const block of shown) assert.ok(told.includes(block), block)
  },
  'is the current folder unless another is named': () =>
    inFolder(async (_, strata) => {
      const [code, text] = await strata('render')
      assert.is(code, 2)
      assert.match(text, 'the current folder has no kustomization.yaml')
    }),
  'what a program of a build would need is taken, and does nothing': () =>
    inFolder(async (_, strata) => {
      const flags = ['--enable-alpha-plugins', '--enable-helm', '--enable-exec', '--network']
      const more = ['--mount', 'x', '-e', 'A=b', '--env=C', '--as-current-user', '--helm-command=h']
      assert.equal(await strata('render', 'k/a', ...flags, ...more), [0, printed('a')])
    }),
  'refuses what does not go together': () =>
    inFolder(async (_, strata) => {
      const wrong: readonly (readonly [RegExp, ...string[]])[] = [
        [/is remote/, 'https://example.org/x?ref=1'],
        [/one object of one directory/, 'k', '--all', '--explain', 'a/b'],
        [/one object of one directory/, 'k/a', 'k/b', '--explain', 'a/b'],
        [/--format json is for/, 'k', '--format', 'json'],
        [/-o needs a file/, 'k', '-o', ''],
        [/--all with -o takes one DIR/, 'k/a', 'k/b', '--all', '-o', 'out'],
        [/there is no kustomization under/, 'k/a/o.yaml', '--all'],
        [/is a file, not a directory/, 'k/a/o.yaml'],
        [/must be one of legacy, none/, 'k', '--reorder', 'fifo'],
        [/may be ConfigMap\/a\/c or ConfigMap\/b\/c/, 'k', '--explain', 'configmap/c'],
      ]
      for (const [message, ...argv] of wrong) {
        const [code, text] = await strata('render', ...argv)
        assert.is(code, 2, text)
        assert.match(text, message)
      }
    }),
  'the order of the flag yields to sortOptions': () =>
    inFolder(async (cwd, strata) => {
      const service = 'kind: Service\napiVersion: v1\nmetadata: {name: s}\n'
      write(cwd, 'k/a/o.yaml', `${service}---\n${read(cwd, 'k/a/o.yaml')}`)
      const kinds = async (...argv: readonly string[]): Promise<string> =>
        ((await strata('render', 'k/a', ...argv))[1].match(/kind: \w+/g) ?? []).join()
      assert.is(await kinds(), 'kind: ConfigMap,kind: Service')
      assert.is(await kinds('--reorder', 'none'), 'kind: Service,kind: ConfigMap')
      write(cwd, 'k/a/kustomization.yaml', 'resources: [o.yaml]\nsortOptions: {order: legacy}\n')
      assert.is(await kinds('--reorder', 'none'), 'kind: ConfigMap,kind: Service')
    }),
})

describe('render -o', {
  'writes a file, or one file per object into a folder that is there, as kustomize does': () =>
    inFolder(async (cwd, strata) => {
      assert.equal(await strata('render', 'k/a', '-o', 'out.yaml'), [0, ''])
      assert.is(read(cwd, 'out.yaml'), printed('a'))
      for (const folder of ['one', 'two']) mkdirSync(join(cwd, folder))
      assert.equal(await strata('render', 'k/a', '-o', 'one'), [0, ''])
      assert.equal(await strata('render', 'k', '-o', 'two'), [0, ''])
      assert.equal(await filesIn(join(cwd, 'one')), ['v1_configmap_c.yaml'])
      const two = ['a_v1_configmap_c.yaml', 'b_v1_configmap_c.yaml']
      assert.equal(await filesIn(join(cwd, 'two')), two)
      assert.is(read(cwd, 'two/b_v1_configmap_c.yaml'), printed('b'))
      // A slash at the end says folder, also where none is yet.
      assert.equal(await strata('render', 'k/a', '-o', 'new/deep/'), [0, ''])
      assert.equal(await filesIn(join(cwd, 'new')), ['deep/v1_configmap_c.yaml'])
      assert.is((await strata('render', 'k/a', '-o', 'out.yaml/'))[0], 2)
    }),
  'names the files of objects as kustomize does': () =>
    inFolder(async (cwd, strata) => {
      const objects = [
        '{apiVersion: apps/v1, kind: Deployment, metadata: {name: Web, namespace: One}}',
        '{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}',
        '{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: "a:b"}}',
        '{apiVersion: example.org/v1, kind: FooList}',
        '{kind: NoVersion, metadata: {name: x}}',
      ]
      write(cwd, 'k/a/o.yaml', objects.join('\n---\n'))
      write(cwd, 'k/a/kustomization.yaml', 'resources: [o.yaml]\n')
      mkdirSync(join(cwd, 'out'))
      assert.equal(await strata('render', 'k/a', '-o', 'out'), [0, ''])
      assert.equal(await filesIn(join(cwd, 'out')), [
        'default_example.org_v1_foolist_.yaml',
        'default_noversion_x.yaml',
        'default_v1_configmap_c.yaml',
        'one_apps_v1_deployment_web.yaml',
        'rbac.authorization.k8s.io_v1_clusterrole_a:b.yaml',
      ])
    }),
  'writes every kustomization under a folder, each in its own place': () =>
    inFolder(async (cwd, strata) => {
      assert.equal(await strata('render', '--all', 'k', '-o', 'out/deep'), [0, ''])
      const all = ['a/manifests.yaml', 'b/manifests.yaml', 'manifests.yaml']
      assert.equal(await filesIn(join(cwd, 'out/deep')), all)
      assert.is(read(cwd, 'out/deep/manifests.yaml'), `${printed('a')}---\n${printed('b')}`)
      assert.equal(await strata('render', '--all', 'k', '-o', 'out/deep'), [0, ''])
    }),
  'writes what can be rendered when something else cannot': () =>
    inFolder(async (cwd, strata) => {
      write(cwd, 'k/b/kustomization.yaml', 'resources: [nowhere.yaml]\n')
      const [code, text] = await strata('render', '--all', 'k', '-o', 'out')
      assert.is(code, 2)
      assert.match(text, '2 of 3 kustomizations cannot be rendered: k, k/b')
      assert.equal(await filesIn(join(cwd, 'out')), ['a/manifests.yaml'])
    }),
  'never loses an input, or one output to another': () =>
    inFolder(async (cwd, strata) => {
      const before = read(cwd, 'k/a/o.yaml')
      symlinkSync(join(cwd, 'k/a/o.yaml'), join(cwd, 'link.yaml'))
      for (const to of ['k/a/o.yaml', 'link.yaml']) {
        const [code, text] = await strata('render', 'k/a', '-o', to)
        assert.is(code, 2)
        assert.match(text, 'which the rendering reads')
      }
      assert.is(read(cwd, 'k/a/o.yaml'), before)
      write(cwd, 'k/a/o.yaml', `${before}---\n${before.replace('name: c', 'name: C')}`)
      mkdirSync(join(cwd, 'out'))
      const [code, text] = await strata('render', 'k/a', '-o', 'out')
      assert.is(code, 2)
      assert.match(text, 'two outputs would be v1_configmap_c.yaml')
      assert.equal(await filesIn(join(cwd, 'out')), [])
    }),
  'never writes outside of the output folder': () =>
    inFolder(async (cwd, strata) => {
      for (const folder of ['out', 'elsewhere']) mkdirSync(join(cwd, folder))
      symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'out/a'))
      const [code, text] = await strata('render', '--all', 'k', '-o', 'out')
      assert.is(code, 2)
      assert.match(text, 'out/a is a link that leads out of')
      assert.equal(await filesIn(join(cwd, 'elsewhere')), [])
      const before = read(cwd, 'k/b/o.yaml')
      write(cwd, 'k/b/o.yaml', before.replace('{name: c}', '{name: ../../c}'))
      const [wrong, told] = await strata('render', 'k/b', '-o', 'elsewhere')
      assert.is(wrong, 2)
      assert.match(told, 'has a name that cannot be a file name')
    }),
  'follows a link to a file, and refuses a folder that is not there': () =>
    inFolder(async (cwd, strata) => {
      write(cwd, 'real.yaml', 'old')
      symlinkSync(join(cwd, 'real.yaml'), join(cwd, 'out.yaml'))
      assert.equal(await strata('render', 'k/a', '-o', 'out.yaml'), [0, ''])
      assert.is(read(cwd, 'real.yaml'), printed('a'))
      const [code, text] = await strata('render', 'k/a', '-o', 'nowhere/out.yaml')
      assert.is(code, 2)
      assert.match(text, 'no such file or directory')
      assert.equal(await strata('render', 'k/a', '-o', '/dev/null'), [0, ''])
      symlinkSync('loop', join(cwd, 'loop'))
      for (const to of ['real.yaml', 'real.yaml/deep', 'loop']) {
        const [wrong, told] = await strata('render', 'k/a', 'k/b', '-o', to)
        assert.is(wrong, 2, told)
        assert.match(told, 'cannot')
      }
      assert.is(read(cwd, 'real.yaml'), printed('a'))
    }),
})
