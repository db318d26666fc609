import type { Note } from '../../fleet/types.ts'

/** Cores for a number of processes, by the rule of that name. `readme` is upstream's, `gunicorn` is Gunicorn's own (workers = 2 * cores + 1). */
const RULES = {
  readme: { milli: (processes: number) => (2 * processes + 1) * 1000, says: '2 * processes + 1' },
  gunicorn: { milli: (processes: number) => (processes - 1) * 500, says: '(processes - 1) / 2' },
} as const

type Rule = keyof typeof RULES
type Cpu = string | number

const isRule = (cpu: Cpu): cpu is Rule => typeof cpu === 'string' && Object.hasOwn(RULES, cpu)
const quantity = (milli: number): string => (milli % 1000 === 0 ? `${milli / 1000}` : `${milli}m`)

/** The quantity that `cpu` comes to: a rule is worked out for `processes`, a quantity stays as it is. */
export const cpuOf = (cpu: Cpu, processes: number): string =>
  isRule(cpu) ? quantity(RULES[cpu].milli(processes)) : `${cpu}`

/** Thousandths of a core of a Kubernetes quantity in cores or `m`; other suffixes make no sense for CPU and give NaN. */
const milliOf = (cpu: string): number =>
  cpu.endsWith('m') ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000

// Upstream ships 9 processes on 2 cores and calls that enough for production.
const UPSTREAM_MOST = 4500

/** Says which rule was used and what the other one would give; or that processes are crowded. */
export function cpuNotes(cpu: Cpu, processes: number): readonly Note[] {
  const by = (rule: Rule): string => `${rule} (${RULES[rule].says}): ${cpuOf(rule, processes)}`
  const pointer = '/cpu'
  if (isRule(cpu)) {
    const other = cpu === 'readme' ? 'gunicorn' : 'readme'
    return [
      {
        pointer,
        message: `${processes} processes get ${cpuOf(cpu, processes)} cores per pod by rule ${by(cpu)}`,
        hint: `rule ${by(other)}; or write a quantity`,
      },
    ]
  }
  if (processes * 1000 * 1000 <= milliOf(`${cpu}`) * UPSTREAM_MOST) return []
  return [
    {
      pointer,
      message: `${processes} processes share ${cpu} cores; upstream's own default is 9 on 2`,
      hint: `lower processes, or raise cpu: rule ${by('gunicorn')}, rule ${by('readme')}`,
    },
  ]
}
