import { missing } from './binaries.ts'
import { SCENARIOS, type Step } from './scenarios.ts'
import { playSchemas } from './schemas.ts'
import { type Stage, setStage } from './stage.ts'

/**
 * Plays the shipped repository on real engines. `npm run e2e -- nova` plays one cluster, `-- schemas` only what is pulled
 * from an API server, `--keep` leaves state and logs,
 * `--ready` only says by its exit code whether all programs are built.
 */
async function main(args: readonly string[]): Promise<number> {
  const wanted = args.filter((arg) => !arg.startsWith('--'))
  const known = ['schemas', ...Object.keys(SCENARIOS)]
  const unknown = wanted.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    say(`no scenario ${unknown}; there are: ${known.join(', ')}\n`)
    return 2
  }
  if (args.includes('--ready')) return missing().length === 0 ? 0 : 1
  const isSchemas = wanted.length === 0 || wanted.includes('schemas')
  let failed = isSchemas ? await playSchemas(say) : 0
  for (const [name, steps] of Object.entries(SCENARIOS))
    if (wanted.length === 0 || wanted.includes(name))
      failed += await play(name, steps, args.includes('--keep'))
  say(`${failed === 0 ? 'all scenarios passed' : `${failed} steps failed`}\n`)
  return failed === 0 ? 0 : 1
}

const say = (text: string) => process.stdout.write(text)

let onStage: Stage | undefined

/** Gives the number of failed steps. A step that fails leaves the cluster unknown, so what follows is not played. */
async function play(name: string, steps: readonly Step[], keep: boolean): Promise<number> {
  say(`== ${name}\n`)
  const start = Date.now()
  const seconds = () => ((Date.now() - start) / 1000).toFixed(0).padStart(4)
  try {
    onStage = await setStage(name)
    say(`ok   ${seconds()} s  the cluster stands\n`)
    for (const [what, act] of steps) {
      try {
        await act(onStage)
      } catch (error) {
        throw new Error(`${what}\n     ${(error as Error).message.replaceAll('\n', '\n     ')}`)
      }
      say(`ok   ${seconds()} s  ${what}\n`)
    }
    await onStage.strike(keep)
    return 0
  } catch (error) {
    say(`FAIL ${seconds()} s  ${(error as Error).message}\n`)
    await onStage?.strike(true)
    return 1
  } finally {
    onStage = undefined
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    void Promise.resolve(onStage?.strike(false)).finally(() => process.exit(130))
  })

process.exitCode = await main(process.argv.slice(2))
