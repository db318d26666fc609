import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { World } from '../../generator/cli/command.ts'
import { run } from '../../generator/cli/run.ts'
import { catalog } from '../catalog.ts'
import { assert, describe } from '../harness.ts'
import { filesIn } from './transcript.ts'

const fleet = (
  applications: string,
): string => `repository: { url: https://git.example.org/fleet.git }
clusters:
  dev: { platform: minikube, kubernetes: "1.36" }
  prod: { platform: openshift, openshift: "4.20" }
environments: { dev: {}, prod: {} }
applications:
${applications}`
const SHOP = '  shop: { uses: web, environments: { dev: {}, prod: {} } }\n'
const MALL = '  mall: { uses: web, environments: { dev: {}, prod: {} } }\n'

type Shell = {
  readonly cwd: string
  readonly write: (text: string) => Promise<void>
  readonly strata: (...argv: readonly string[]) => Promise<readonly [number, string]>
  readonly snapshot: () => Promise<ReadonlyMap<string, string>>
}

async function inFolder(body: (shell: Shell) => Promise<void>): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), 'strata-'))
  try {
    await body(shellIn(cwd))
  } finally {
    await rm(cwd, { recursive: true, force: true })
  }
}

function shellIn(cwd: string): Shell {
  return {
    cwd,
    write: (text) => writeFile(join(cwd, 'fleet.yaml'), text),
    strata: async (...argv) => {
      const heard: string[] = []
      const say = (text: string): void => {
        heard.push(text)
      }
      const world: World = {
        catalog: async () => catalog,
        cwd,
        home: process.cwd(),
        out: say,
        err: say,
        style: (_f, text) => text,
        now: () => new Date('2026-11-21T09:05:59Z'),
        progress: () => {},
      }
      return [await run(argv, world), heard.join('')]
    },
    snapshot: async () => {
      const files = (await filesIn(cwd)).filter((f) => f !== 'fleet.yaml')
      const texts = await Promise.all(files.map((f) => readFile(join(cwd, f), 'utf8')))
      return new Map(files.map((f, i) => [f, texts[i] ?? '']))
    },
  }
}

/** Paths that differ between two states of a folder. */
function differing(
  a: ReadonlyMap<string, string>,
  b: ReadonlyMap<string, string>,
): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])]
    .filter((path) => a.get(path) !== b.get(path))
    .sort()
}

async function written(shell: Shell, applications: string): Promise<ReadonlyMap<string, string>> {
  await shell.write(fleet(applications))
  const [code, text] = await shell.strata('generate')
  assert.is(code, 0, text)
  return shell.snapshot()
}

describe('generate', {
  'removing an application removes exactly its files': () =>
    inFolder(async (shell) => {
      const both = await written(shell, SHOP + MALL)
      const one = await written(shell, SHOP)
      const shared =
        /^(fleet\.lock|overlays\/[^/]+\/kustomization\.yaml|clusters\/[^/]+\/(namespaces|argocd)\/kustomization\.yaml|clusters\/[^/]+\/argocd\/bootstrap\/appproject-[^/]+\.yaml)$/
      for (const path of differing(both, one))
        assert.ok(shared.test(path) || /(^|[-/.])mall([-/.])/.test(path), path)
      assert.not.ok([...one.keys()].some((path) => path.includes('mall')))
    }),
  'the order of applications does not reach the files of another one': () =>
    inFolder(async (shell) => {
      const before = await written(shell, SHOP + MALL)
      const after = await written(shell, MALL + SHOP)
      const paths = differing(before, after)
      assert.equal(
        paths.filter((p) => !/^(overlays\/[^/]+\/kustomization\.yaml|fleet\.lock)$/.test(p)),
        [],
      )
    }),
  'changing one value changes only what it concerns': () =>
    inFolder(async (shell) => {
      const before = await written(shell, SHOP + MALL)
      const after = await written(
        shell,
        SHOP.replace('prod: {}', 'prod: { values: { replicas: 4 } }') + MALL,
      )
      assert.equal(differing(before, after), [
        'fleet.lock',
        'overlays/prod/shop/kustomization.yaml',
      ])
    }),
  'a second run changes nothing, not even a date': () =>
    inFolder(async (shell) => {
      const once = await written(shell, SHOP)
      assert.equal(differing(once, await written(shell, SHOP)), [])
    }),
  'programs get drift as findings, one for each file': () =>
    inFolder(async ({ cwd, write, strata }) => {
      await write(fleet(SHOP))
      await strata('generate')
      assert.match((await strata('generate', '--check', '--format', 'json'))[1], '"findings": [')
      await writeFile(join(cwd, 'base/shop/service-shop.yaml'), 'a: b\n')
      await rm(join(cwd, 'fleet.lock'))
      await rm(join(cwd, 'base/shop/deployment-shop.yaml'))
      const [code, text] = await strata('generate', '--check', '--format', 'github')
      assert.is(code, 1)
      const about = (file: string): string =>
        text.split('\n').find((line) => line.includes(`file=${file}`)) ?? ''
      assert.match(about('base/shop/service-shop.yaml'), /^::error file=[^,]+,line=1,col=1,/)
      assert.match(about('base/shop/deployment-shop.yaml'), 'this file is missing')
      assert.is((await strata('generate', '--check', '--format', 'xml'))[0], 2)
    }),
  'Windows line ends in a checkout are no edit by hand': () =>
    inFolder(async (shell) => {
      await written(shell, SHOP)
      const path = join(shell.cwd, 'base/shop/service-shop.yaml')
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'))
      const [code, text] = await shell.strata('generate')
      assert.is(code, 0, text)
    }),
  'a file of somebody else in the way is refused': () =>
    inFolder(async (shell) => {
      await written(shell, SHOP)
      await writeFile(join(shell.cwd, 'base/note.yaml'), '# mine\n')
      await shell.write(fleet(SHOP + MALL))
      await rm(join(shell.cwd, 'fleet.lock'))
      await writeFile(join(shell.cwd, 'base/shop/service-shop.yaml'), '# mine too\n')
      const [code, text] = await shell.strata('generate')
      assert.is(code, 1, text)
      assert.match(text, /refused base\/shop\/service-shop\.yaml/)
      assert.is(await readFile(join(shell.cwd, 'base/note.yaml'), 'utf8'), '# mine\n')
    }),
  'a folder that is a link out of the repository is refused, nothing is written there': () =>
    inFolder(async (shell) => {
      const outside = await mkdtemp(join(tmpdir(), 'strata-outside-'))
      try {
        await symlink(outside, join(shell.cwd, 'overlays'))
        await shell.write(fleet(SHOP))
        const [code, text] = await shell.strata('generate')
        assert.is(code, 2, text)
        assert.match(text, /overlays/)
        assert.equal(await filesIn(outside), [])
      } finally {
        await rm(outside, { recursive: true, force: true })
      }
    }),
  'a file where a folder must be is an error with its path': () =>
    inFolder(async (shell) => {
      await writeFile(join(shell.cwd, 'base'), 'a file\n')
      await shell.write(fleet(SHOP))
      const [code, text] = await shell.strata('generate')
      assert.is(code, 2, text)
      assert.match(text, /base/)
    }),
  'a folder that cannot be written is an error, not a stack': () =>
    inFolder(async (shell) => {
      await shell.write(fleet(SHOP))
      await chmod(shell.cwd, 0o555)
      const [code, text] = await shell.strata('generate')
      await chmod(shell.cwd, 0o755)
      // Root may write everywhere; everybody else is told what is wrong.
      if (process.getuid?.() === 0) assert.is(code, 0, text)
      else assert.is(code, 2, text)
    }),
  'a file with our header that is none of ours is named, never passed over': () =>
    inFolder(async (shell) => {
      await written(shell, SHOP)
      const header = (await readFile(join(shell.cwd, 'base/shop/service-shop.yaml'), 'utf8')).split(
        '\n',
      )[0]
      await mkdir(join(shell.cwd, 'overlays/prod/shop/custom'), { recursive: true })
      await writeFile(
        join(shell.cwd, 'overlays/prod/shop/custom/kustomization.yaml'),
        `${header}\nkind: Component\n`,
      )
      for (const argv of [['generate'], ['generate', '--check']]) {
        const [code, text] = await shell.strata(...argv)
        assert.is(code, 2, text)
        assert.match(text, /custom\/kustomization\.yaml:1:1: .*begins like a generated file/)
      }
    }),
  'a custom/ that leaves nothing is no green light': () =>
    inFolder(async (shell) => {
      await written(shell, SHOP)
      await mkdir(join(shell.cwd, 'overlays/prod/shop/custom'), { recursive: true })
      await writeFile(
        join(shell.cwd, 'overlays/prod/shop/custom/kustomization.yml'),
        'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- target: {}\n  patch: "{apiVersion: v1, kind: x, metadata: {name: x}, $patch: delete}"\n',
      )
      const [code, text] = await shell.strata('generate')
      assert.is(code, 1, text)
      assert.match(text, /renders to nothing/)
    }),
  'plain manifests: rules of every platform reach them, the files stay as they are': () =>
    inFolder(async (shell) => {
      const claim =
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: d }\nspec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }\n'
      await mkdir(join(shell.cwd, 'base/notes'), { recursive: true })
      await writeFile(join(shell.cwd, 'base/notes/claim.yaml'), claim)
      await shell.write(
        fleet('  notes: { uses: manifests, environments: { dev: {}, prod: {} } }\n'),
      )
      const [code, text] = await shell.strata('generate')
      assert.is(code, 0, text)
      assert.is(await readFile(join(shell.cwd, 'base/notes/claim.yaml'), 'utf8'), claim)
      const [, shown] = await shell.strata('render', join(shell.cwd, 'overlays/prod/notes'))
      assert.match(shown, /namespace: notes/)
      assert.match(shown, /Prune=false,Delete=false/)
    }),
  'manifests that no API server would take are findings, not a stack': () =>
    inFolder(async (shell) => {
      await mkdir(join(shell.cwd, 'base/notes'), { recursive: true })
      const kinds = [
        'kind: Deployment\nspec: { template: { spec: { containers: [null] } } }',
        'kind: StatefulSet\nspec: null',
        'kind: constructor',
        'kind: Service\nspec: { ports: null }',
        'kind: Pod\nspec: { securityContext: null }',
      ]
      const texts = kinds.map((k, i) => `apiVersion: v1\nmetadata: { name: n${i} }\n${k}\n`)
      await writeFile(join(shell.cwd, 'base/notes/all.yaml'), texts.join('---\n'))
      await shell.write(fleet('  notes: { uses: manifests, environments: { prod: {} } }\n'))
      const [code, text] = await shell.strata('generate')
      assert.is(code, 1, text)
    }),
  'two applications under one host are refused': () =>
    inFolder(async (shell) => {
      const route =
        'prod: { platform: openshift, openshift: "4.20", exposure: { kind: route, domain: apps.example.org } }'
      const text = fleet(
        '  shop: { uses: web, environments: { prod: {}, more: { namespace: other } } }\n',
      )
        .replace('prod: { platform: openshift, openshift: "4.20" }', route)
        .replace('prod: {} }', 'prod: {}, more: { cluster: prod } }')
      await shell.write(text)
      const [code, said] = await shell.strata('generate')
      assert.is(code, 2, said)
      assert.match(said, /host shop\.apps\.example\.org would be in cluster prod twice/)
    }),
  'conflict markers in the lock file get a hint': () =>
    inFolder(async (shell) => {
      await written(shell, SHOP)
      const lock = join(shell.cwd, 'fleet.lock')
      const text = await readFile(lock, 'utf8')
      await writeFile(lock, `${text}<<<<<<< ours\n=======\n>>>>>>> theirs\n`)
      const [code, said] = await shell.strata('generate')
      assert.is(code, 2)
      assert.match(said, /fleet\.lock:\d+:1/)
    }),
})
