import { parseArgs } from 'node:util'
import { type Difference, difference, ours } from './compare.ts'
import { describeFound, type Found, storeCases } from './found.ts'
import type { Input, Outcome } from './input.ts'
import { known } from './known.ts'
import { minimise } from './minimise.ts'
import { mutated, readCorpus } from './mutate.ts'
import { createOracle, LOST } from './oracle.ts'
import { createRandom } from './random.ts'
import { features, randomTree } from './trees/tree.ts'

const HELP = `npm run fuzz:kustomize -- [options]
  --seed N        the first seed (1); input number i has the seed N + i
  --count M       how many inputs (20000)
  --mutate P      share of inputs that are changed committed cases (0.4)
  --without a,b   features that random trees must not have: ${features.join(', ')}
  --groups G      stop after this many different differences (25)
  --store FILE    write what was found as cases, with the output of the real binary
  --print         print the input of --seed and both outcomes, nothing else
`

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '20000' },
    mutate: { type: 'string', default: '0.4' },
    without: { type: 'string', default: '' },
    groups: { type: 'string', default: '25' },
    store: { type: 'string' },
    print: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

const seed = Number(values.seed)
const without = new Set(values.without.split(',').filter((word) => word !== ''))
const corpus = readCorpus()
const oracle = createOracle()
const say = (text: string) => void process.stdout.write(`${text}\n`)

function inputOf(number: number): Input {
  const r = createRandom(number)
  return r.chance(Number(values.mutate)) ? mutated(r, corpus) : randomTree(r, without)
}

/** Makes a found input small; the kind of the difference, and the message of an error, must stay. */
async function reduce(number: number, input: Input, { kind, key }: Difference): Promise<Found> {
  const like = (found: Difference | undefined) =>
    found?.kind === kind && (kind === 'output' || found.key === key)
  const stays = async (inputs: readonly Input[]) => {
    const mine = inputs.map(ours)
    const worth = mine.map((one) => mayDiffer(one, kind, key))
    const asked = await oracle.ask(inputs.filter((_, i) => worth[i]))
    let next = 0
    return mine.map((one, i) => worth[i] === true && like(differs(one, asked[next++])))
  }
  const small = await minimise(input, stays)
  const [real] = await oracle.ask([small])
  const final = differs(ours(small), real)
  if (final === undefined) throw new Error(`seed ${number}: the difference is gone`)
  return { seed: number, input: small, difference: final }
}

const differs = (mine: Outcome, real: Outcome | undefined): Difference | undefined =>
  real === undefined ? undefined : difference(mine, real)

/** Whether our own outcome still fits the difference: kustomize need not be asked when it does not. */
function mayDiffer(mine: Outcome, kind: Difference['kind'], key: string): boolean {
  if ('output' in mine) return kind === 'output' || kind === 'they refuse'
  return difference(mine, { output: '' })?.key === key
}

type Groups = Map<string, { readonly found: Found; times: number }>

const tally = { inputs: 0, printed: 0, differences: 0, known: 0 }
const started = Date.now()

function progress(groups: Groups): void {
  const seconds = (Date.now() - started) / 1000
  const { inputs, printed, differences, known: decided } = tally
  say(
    `${inputs} inputs, ${printed} printed by kustomize, ${differences} differences (${decided} known), ` +
      `${new Set(groups.values()).size} groups, ${Math.round(inputs / seconds)} inputs/s`,
  )
}

async function fuzz(): Promise<number> {
  const count = Number(values.count)
  const groups: Groups = new Map()
  for (let done = 0; done < count && groups.size < Number(values.groups); done += 100) {
    await batch(groups, seed + done, Math.min(100, count - done))
    if (done % 5000 === 4900) progress(groups)
  }
  const all = [...new Set(groups.values())].sort((a, b) => b.times - a.times)
  for (const { found, times } of all) say(`${times} x ${found.difference.key} (seed ${found.seed})`)
  progress(groups)
  const cases = all.map(({ found }) => found)
  if (values.store !== undefined) storeCases(values.store, cases)
  return all.length
}

/** Compares some inputs while kustomize works on them at the same time. */
async function batch(groups: Groups, first: number, length: number): Promise<void> {
  const inputs = Array.from({ length }, (_, i) => inputOf(first + i))
  const theirs = oracle.ask(inputs)
  const mine = inputs.map(ours)
  const real = await theirs
  tally.inputs += length
  tally.printed += real.filter((one) => 'output' in one).length
  for (const [i, input] of inputs.entries()) {
    const other = real[i]
    if (other !== undefined && 'error' in other && other.error === LOST) {
      say(`kustomize died or never ended (seed ${first + i}), ours: ${JSON.stringify(mine[i])}`)
      continue
    }
    const found = differs(mine[i] ?? { error: '' }, other)
    if (found === undefined) continue
    tally.differences++
    if (known(input, found)) tally.known++
    else await gather(groups, first + i, input, found)
  }
}

async function gather(
  groups: Groups,
  number: number,
  input: Input,
  found: Difference,
): Promise<void> {
  const before = groups.get(found.key)
  if (before !== undefined) {
    before.times++
    return
  }
  const small = await reduce(number, input, found)
  if (known(small.input, small.difference)) {
    tally.known++
    return
  }
  const keys = [found.key, small.difference.key]
  const old = groups.get(small.difference.key)
  const same = old ?? { found: small, times: 0 }
  if (old === undefined) say(describeFound(small))
  same.times++
  for (const key of keys) groups.set(key, same)
}

if (values.help) say(HELP)
else if (values.print) {
  const input = inputOf(seed)
  const [real] = await oracle.ask([input])
  for (const [path, text] of Object.entries(input.files)) say(`=== ${path}\n${text}`)
  say(
    `=== root ${input.root}\n=== kustomize: ${JSON.stringify(real)}\n=== ours: ${JSON.stringify(ours(input))}`,
  )
} else process.exitCode = (await fuzz()) === 0 ? 0 : 1
oracle.close()
