import { execFileSync, spawn } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { assert, describe } from '../harness.ts'
import { found, GOOD, inFolder, validate } from './in-folder.ts'

const wide = (text: string): Buffer => Buffer.from(text, 'utf16le')
const bomb = (top: string): string =>
  ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
    .concat(
      Array.from({ length: 9 }, (_, i) => {
        const uses = Array.from({ length: 9 }, () => `*a${i}`)
        return `a${i + 1}: &a${i + 1} [${uses.join(', ')}]`
      }),
    )
    .join('\n')
    .concat(top)

/** Files that cannot be read, each beside a good one, and what is said of them. */
const BROKEN: readonly (readonly [file: string, content: string | Uint8Array, message: RegExp])[] =
  [
    ['cut.yaml', 'kind: ConfigMap\napiVersion: v1\ndata: {a: b\n', /^flow map/],
    ['other.yaml', 'foo: [bar\n', /^flow sequence/],
    ['tabs.yaml', 'foo:\n\tbar: 1\n', /tab/],
    ['row.json', '{"kind":"ConfigMap","apiVersion":"v1"}\n{"a":1}\n', /^a second JSON document/],
    ['text.json', '{"foo": 1', /^flow map/],
    ['random.yaml', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0, 9]), /^this is not UTF-8 text$/],
    ['zip.json', 'PK\u0003\u0004\0\0', /^the control character U\+0003/],
    ['latin.yaml', Buffer.from(GOOD.replace('a: b', 'a: é'), 'latin1'), /^this is not UTF-8 text$/],
    ['wide.yaml', wide(`\ufeff${GOOD}`), /^this is UTF-16 text/],
    ['bare.yaml', wide(GOOD), /^this is UTF-16 text/],
    ['swapped.yaml', Buffer.from(wide(GOOD)).swap16(), /^this is UTF-16 text/],
    ['zero.yaml', GOOD.replace('b }', '"b\0" }'), /^the control character U\+0000/],
    ['bomb.yaml', bomb('\napiVersion: v1\nkind: ConfigMap\n'), /^aliases expand this file/],
    ['deep.yaml', `${GOOD}x: ${'['.repeat(2000)}`, /^this is nested more than 1000 levels/],
    ['template.yaml', 'a: {{ .Values.a }}\n{{- if .b }}\nc: d\n{{ end }}\n', /./],
  ]

/** Sound files, how many objects they hold, and which of them hold none. */
const SOUND: readonly (readonly [content: string | Uint8Array, file: string, objects: number])[] = [
  [GOOD.replaceAll('\n', '\r\n'), 'windows.yaml', 1],
  [`\ufeff${GOOD}`, 'mark.yaml', 1],
  [`\ufeff${GOOD.replaceAll('\n', '\r\n')}---\r\n${GOOD.replace('a,', 'b,')}`, 'both.yml', 2],
  [JSON.stringify({ kind: 'List', apiVersion: 'v1', items: [] }), 'list.json', 0],
  ['a: !Ref b\nc: !vault |\n  d\ne: !reference [f]\ne: 2\n', 'tags.yaml', -1],
  ['// settings\n{ "a": [1, /* two */ 2,], "b": "// no, }", }\n', 'settings.json', -1],
  [bomb(''), 'aliases.yaml', -1],
]

describe('strata validate and bad input', {
  'a file that cannot be read is named, and the others are judged': () =>
    inFolder({ 'm/good.yaml': GOOD }, async (cwd) => {
      for (const [file, content] of BROKEN) writeFileSync(join(cwd, 'm', file), content)
      const files = BROKEN.map(([file]) => `m/${file}`)
      for (const args of [['m'], [...files, 'm/good.yaml']]) {
        const { code, objects, findings } = await found(cwd, args)
        assert.equal([code, objects, findings.length], [1, 1, BROKEN.length], `${findings}`)
        for (const [file, , message] of BROKEN) {
          const start = `m/${file} unreadable: `
          const said = findings.filter((one) => one.startsWith(start))
          assert.match(said.join('\n').slice(start.length), message, file)
        }
      }
    }),
  'line ends, marks and other YAML are no mistakes': () =>
    inFolder({ 'm/good.yaml': GOOD }, async (cwd) => {
      for (const [content, file] of SOUND) writeFileSync(join(cwd, 'm', file), content)
      const { objects, findings, others } = await found(cwd, ['m'])
      const wrong = findings.filter((one) => !/duplicate-object|empty-manifest/.test(one))
      assert.equal(wrong, [])
      assert.is(
        objects,
        SOUND.reduce((sum, [, , count]) => sum + Math.max(count, 0), 1),
      )
      const none = SOUND.filter(([, , count]) => count < 0)
      assert.equal(others, none.map(([, file]) => `m/${file}`).sort())
    }),
  'places count Windows line ends as one': () =>
    inFolder({ 'a.yaml': GOOD.replace('a: b', 'a: 1').replaceAll('\n', '\r\n') }, async (cwd) =>
      assert.match((await validate(cwd, ['a.yaml'])).out, '(a.yaml:4:12)'),
    ),
  'what holds nothing is never green, in any format': () =>
    inFolder(
      { 'm/a.yaml': '', 'm/b.yaml': '# c\n---\n', 'n/README': 'x', 'o/o.json': '{}' },
      async (cwd) => {
        assert.equal(await found(cwd, ['m']), {
          code: 2,
          objects: 0,
          findings: [
            'm/a.yaml empty-manifest: holds no object',
            'm/b.yaml empty-manifest: holds no object',
            ' nothing-checked: 0 objects checked',
          ],
          others: [],
        })
        assert.is((await found(cwd, ['n'])).code, 2)
        assert.equal((await found(cwd, ['o'])).others, ['o/o.json'])
        const { code, out, err } = await validate(cwd, ['o'])
        assert.equal([code, out], [2, ''])
        assert.match(err, /^error 0 objects checked\n {2}fix: only files without a manifest/)
      },
    ),
  'links to files are followed, links to folders told, and what leads nowhere is a finding': () =>
    inFolder({ 'm/good.yaml': GOOD, 'else/b.yaml': GOOD.replace('a,', 'b,') }, async (cwd) => {
      symlinkSync('../else/b.yaml', join(cwd, 'm/link.yaml'))
      symlinkSync('../else', join(cwd, 'm/folder'))
      symlinkSync('nowhere', join(cwd, 'm/lost.yaml'))
      symlinkSync('round.yml', join(cwd, 'm/circle.yaml'))
      symlinkSync('circle.yaml', join(cwd, 'm/round.yml'))
      symlinkSync('.', join(cwd, 'm/self'))
      const { code, objects, findings, others } = await found(cwd, ['m'])
      assert.equal([code, objects, others], [1, 2, ['m/folder', 'm/self']])
      assert.equal(findings, [
        'm/circle.yaml unreadable: this cannot be read: symbolic links go round in a circle',
        'm/lost.yaml unreadable: this is a link to nothing',
        'm/round.yml unreadable: this cannot be read: symbolic links go round in a circle',
      ])
      assert.match((await validate(cwd, ['m/lost.yaml'])).err, 'm/lost.yaml is a link to nothing')
      assert.match((await validate(cwd, ['m/circle.yaml'])).err, 'symbolic links go round')
    }),
  'pipes, devices and files without permission': () =>
    inFolder({ 'm/good.yaml': GOOD, 'm/locked.yaml': GOOD }, async (cwd) => {
      const { code, objects } = await found(cwd, ['m/good.yaml', '/dev/null'])
      assert.equal([code, objects], [1, 1])
      assert.match(
        (await found(cwd, ['/dev/null'])).findings.join(),
        '/dev/null unreadable: this is a device',
      )
      execFileSync('mkfifo', [join(cwd, 'm/pipe.yaml')])
      execFileSync('chmod', ['000', join(cwd, 'm/locked.yaml')])
      const isRoot = process.getuid?.() === 0 // who may read everything
      const findings = (await found(cwd, ['m'])).findings.map((one) => one.replace(/:.*/, ''))
      const locked = isRoot ? 'm/locked.yaml duplicate-object' : 'm/locked.yaml unreadable'
      assert.equal(findings.sort(), [locked, 'm/pipe.yaml unreadable'])
      const writer = spawn('sh', ['-c', `cat m/good.yaml > m/pipe.yaml`], { cwd, stdio: 'ignore' })
      assert.equal((await found(cwd, ['m/pipe.yaml'])).objects, 1)
      writer.kill()
    }),
  'a path that is there twice is read once, however it is written': () =>
    inFolder(
      { 'm/good.yaml': GOOD, 'k/kustomization.yaml': 'resources: [c.yaml]\n', 'k/c.yaml': GOOD },
      async (cwd) => {
        const paths = [
          'm',
          './m',
          'm/',
          'm/good.yaml',
          join(cwd, 'm'),
          'k',
          './k',
          'k/kustomization.yaml',
        ]
        const { code, out } = await validate(cwd, [...paths, '--ignore-filename-pattern', 'x^'])
        assert.is(out, '2 objects of 2 renderings checked: 0 errors, 0 warnings\n')
        assert.is(code, 0)
        assert.match((await validate(cwd, ['nowhere'])).err, 'there is no nowhere')
        assert.match((await validate(cwd, [''])).err, 'there is no path with an empty name')
        assert.match(
          (await validate(cwd, ['m/good.yaml/x'])).err,
          'a file is where a directory must be',
        )
      },
    ),
  'files of a Component are parts of what lists it, and nothing by themselves': () =>
    inFolder(
      {
        'base/kustomization.yaml': 'resources: [c.yaml]\n',
        'base/c.yaml': GOOD,
        'part/kustomization.yaml': `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches: [{ path: p.yaml }]\n`,
        'part/p.yaml': GOOD.replace('a: b', 'c: 1'),
        'top/kustomization.yaml': 'resources: [../base]\ncomponents: [../part]\n',
      },
      async (cwd) => {
        const { findings, objects, others } = await found(cwd, ['.'])
        assert.equal([objects, others], [2, []])
        assert.equal(findings, ['top field-type: data.c: 1 must be a string'])
        assert.equal((await found(cwd, ['part'])).others, ['part'])
      },
    ),
  'standard input is read as files are': async () => {
    const stdin = (content: string | Uint8Array) =>
      inFolder({}, (cwd) => found(cwd, ['-', '-'], Buffer.from(content)))
    assert.equal(await stdin(`\ufeff${GOOD}`), { code: 0, objects: 1, findings: [], others: [] })
    assert.equal((await stdin(wide(GOOD))).findings, [
      '- unreadable: this is UTF-16 text, not UTF-8',
    ])
    assert.match((await stdin('a: [')).findings.join(), /^- unreadable: flow/)
    assert.is((await stdin('')).code, 2)
  },
  'templates of a Helm chart are one finding, and other templates get a hint': () =>
    inFolder(
      {
        'c/web/Chart.yaml': 'name: web\n',
        'c/web/values.yaml': 'a: 1\n',
        'c/web/templates/a.yaml': GOOD.replace('name: a', 'name: {{ .Release.Name }}'),
        'c/web/templates/b.yaml': '{{- if .Values.b }}\na: b\n{{- end }}\n',
        'c/web/crds/plain.yaml': GOOD,
        'm/t.yaml': '{{ if .x }}\na: b\n',
      },
      async (cwd) => {
        const { out, code } = await validate(cwd, ['c', 'm'])
        assert.is(code, 1)
        assert.match(out, '2 templates of a Helm chart cannot be judged as they are')
        assert.match(out, 'helm template c/web | strata validate -')
        assert.match(out, 'this looks like a template')
        assert.match(out, '1 object of 3 renderings checked: 2 errors, 0 warnings; 2 other files')
        const left = await validate(cwd, ['c', '--ignore-filename-pattern', '^c/web/templates/'])
        assert.is(left.code, 0)
      },
    ),
})
