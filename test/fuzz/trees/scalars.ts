import type { Random } from '../random.ts'
import { type Raw, raw, type Value } from './value.ts'

const plainWords = ['web', 'api', 'db', 'cache', 'main', 'blue', 'v1', 'a-b', 'x.y', 'prod', 'dev']

/** Texts that look like something else to one YAML or another. */
const lookalikes = [
  ...['yes', 'no', 'on', 'off', 'y', 'n', 'Y', 'N', 'Yes', 'NO', 'On', 'true', 'True', 'FALSE'],
  ...['null', 'Null', '~', 'nil', '', '0', '1', '-1', '+1', '010', '0o17', '0x1F', '0b11', '08'],
  ...['1_000', '1.0', '1.', '.5', '-.5', '1e3', '1E+3', '1e-7', '123e4567', '1e', '0x', '_1', '1_'],
  ...['2001-01-01', '2001-1-1 1:2:3', '2001-12-14t21:59:43.10-05:00', '1:30', '190:20:30.15'],
  ...['.inf', '-.Inf', '.nan', 'inf', 'nan', '1.2.3', '0.0.0.0', '10.0.0.0/8', '=', '100%'],
  ...['9007199254740993', '18446744073709551615', '18446744073709551616', '-9223372036854775809'],
  ...[
    '1.10',
    '1.23456789012345678',
    '100000000000000000000',
    '1e21',
    '1e400',
    '0.1',
    '1.5e6',
    '- 1',
  ],
]

/** Texts that are hard to write. */
const awkward = [
  ...['a: b', 'a:b', 'a #b', 'a#b', '# a', '- a', '-a', '? a', '?a', ': a', 'a:', '{a: b}', '[a]'],
  ...[
    '{{ .x }}',
    '$(VAR)',
    '$' + '{VAR}',
    '*a',
    '&a',
    '!a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    ',a',
    'a, b',
  ],
  ...[
    "it's",
    'say "x"',
    "'q'",
    '"q"',
    '\\',
    'a\\nb',
    '\\d+',
    ' a',
    'a ',
    '  ',
    'a  b',
    '---',
    '...',
  ],
  ...['--- a', 'a\tb', '\ta', 'a\t', 'a\nb', 'a\nb\n', 'a\n\nb\n\n', '\na', '\n', '\n\n', ' a\nb'],
  ...['a \nb', 'a\n b\n', 'a\n\tb\n', 'a\r\nb', 'é', '日本語', '😀', '\u00a0', '\u0085', '\ufeff'],
  ...['#!/bin/sh\nset -e\necho "x"\n', 'key=value\nother: 1\n', '{"a": 1, "b": [true, null]}'],
  ...[
    'a: 1\nb:\n- x\n- y\n',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '%',
    'a\u0007b',
    'a/b~c',
  ],
  ...[
    '<a&b>',
    '--flag=value',
    '-Xmx1g -Dx="a b"',
    '0.5 ',
    '=a',
    'a=b=c',
    "''",
    '""',
    'a"',
    'a\'b"c',
  ],
]

/** Written in a resource as they are: tags, odd quotes, numbers of every form. */
const odd = [
  ...['!!str 123', '!!str yes', '!!int "42"', '!!bool "true"', '!!null ""', '!!binary aGk='],
  ...[
    '! a',
    '!x a',
    '"a\\x41\\u00e9"',
    "'it''s'",
    '"a\\tb"',
    '"a\\\n                    b"',
    '"a\n\n                    b"',
    '""',
    "''",
  ],
  ...[
    '+12',
    '0x1f',
    '1_0',
    '-0',
    '-0.0',
    '0.0',
    '1.50',
    '12e03',
    '+.5',
    '0o7',
    '0777',
    '-1.',
    '.5e1',
  ],
]

/** A few words, now and then longer than a line may be. */
export function sentence(r: Random): string {
  const words = r.many(2, r.chance(0.3) ? 40 : 6, () =>
    r.chance(0.08) ? r.pick(awkward).replace(/\n/g, ' ') : r.pick(plainWords),
  )
  return words.join(r.chance(0.05) ? '  ' : ' ')
}

/** Lines of text such as a script or a configuration file. */
function lines(r: Random): string {
  const text = r.many(1, 6, () => (r.chance(0.15) ? '' : `${' '.repeat(r.int(3))}${sentence(r)}`))
  return text.join('\n') + r.pick(['', '\n', '\n', '\n', '\n\n'])
}

/** Any text; `odds` says how often an unusual one. */
export function text(r: Random, odds = 0.3): string {
  if (!r.chance(odds)) return r.pick(plainWords)
  return r.weighted([
    [4, () => r.pick(lookalikes)],
    [4, () => r.pick(awkward)],
    [2, () => sentence(r)],
    [1, () => lines(r)],
    [1, () => r.pick(plainWords).repeat(r.pick([20, 40, 60]))],
  ])()
}

/** A scalar of any type, written as it may come. */
export function scalar(r: Random): Value {
  return r.weighted<() => Value>([
    [5, () => text(r)],
    [2, () => r.int(70000)],
    [1, () => r.chance(0.5)],
    [0.5, () => null],
    [2, () => unquoted(r)],
  ])()
}

/** A plain text with the type that YAML reads. */
export const unquoted = (r: Random): Raw => raw(r.pick(r.chance(0.7) ? unmarked : odd))

/** Times with colons have another type in brackets, and keep it or not as the brackets stay or go. */
const unmarked = lookalikes.filter((word) => !/\d:\d+:/.test(word))
