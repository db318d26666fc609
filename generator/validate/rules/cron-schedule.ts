import type { Resource } from '../../core/resource.ts'
import { cronMistake } from '../cron.ts'
import { example } from '../example.ts'
import { fieldsAt } from '../fields.ts'
import { objectRule } from '../rule-shapes.ts'

const cron = (schedule: string): Resource => {
  const containers = [{ name: 'import', image: 'registry.example.org/import:1.2.3' }]
  const template = { spec: { restartPolicy: 'Never', containers } }
  return example('CronJob', 'import', { spec: { schedule, jobTemplate: { spec: { template } } } })
}

export const cronSchedule = objectRule({
  id: 'cron-schedule',
  severity: 'error',
  summary:
    'The schedule of a CronJob has five fields within their ranges, and its time zone exists.',
  why: 'The API server refuses the CronJob.',
  hint: 'write minute, hour, day of the month, month and day of the week (0 is Sunday), e.g. "30 4 * * 1-5"',
  kinds: ['CronJob.batch'],
  *mistakes(resource) {
    const { schedule, timeZone } = fieldsAt(resource, 'spec')
    const wrong = typeof schedule === 'string' ? cronMistake(schedule) : undefined
    if (wrong !== undefined)
      yield { pointer: '/spec/schedule', message: `schedule "${schedule}" ${wrong}` }
    if (typeof timeZone === 'string' && !isTimeZone(timeZone)) {
      const hint = 'use a name of the time zone database, e.g. "Etc/UTC" or "Europe/Berlin"'
      yield { pointer: '/spec/timeZone', message: `there is no time zone "${timeZone}"`, hint }
    }
  },
  examples: () => ({ good: [cron('*/10 0-6 1,15 jan-mar MON')], bad: [cron('0 25 * * *')] }),
})

/** `Local` and offsets mean something to JavaScript or Go, not to the API server. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name) || name === 'Local') return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
