import type { Config } from '../../core/config.ts'
import type { Site } from '../../fleet/types.ts'
import { job } from '../../model/objects.ts'
import { restrictedContainer, restrictedPod } from '../../model/pods.ts'
import { imageRef } from '../image.ts'
import { labels, podLabels, runNames } from './labels.ts'
import { QUEUE_SCRIPTS } from './queue.ts'
import { REDIS_IDS } from './redis.ts'
import { REQUEUE_SCRIPTS } from './requeue.ts'
import { jobOf, type OdcRun, type OdcValues } from './values.ts'
import { type Line, readItems, writeItems } from './work-items.ts'

/** Work items and scripts of a run, for the inserter and for the worker that waits for it. */
export const itemsConfig = (values: OdcValues, run: OdcRun, site: Site): Config => ({
  name: runNames(site.instance, run.id).items,
  data: {
    ...QUEUE_SCRIPTS,
    ...(jobOf(values, run).requeue ? REQUEUE_SCRIPTS : {}),
    'work-items.list': writeItems(linesOf(run, site).map(({ item }) => item)),
  },
  labels: labels(site.instance, 'inserter'),
})

/** The Job that puts the items of a run into the queue, once. */
export function inserterJob(values: OdcValues, run: OdcRun, instance: string) {
  const { tools } = jobOf(values, run)
  const names = runNames(instance, run.id)
  const container = {
    name: 'inserter',
    image: imageRef(tools),
    imagePullPolicy: tools.pullPolicy,
    command: ['sh', '/var/opt/insert.sh'],
    env: [
      { name: 'REDIS_SERVICE_HOST', value: values.redis.name },
      { name: 'RUN_ID', value: run.id },
    ],
    resources: {
      requests: { cpu: '50m', memory: '32Mi' },
      limits: { cpu: '200m', memory: '128Mi' },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: 'work-items', mountPath: '/var/opt', readOnly: true }],
  }
  const spec = {
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: restrictedPod(REDIS_IDS),
    containers: [container],
    volumes: [{ name: 'work-items', configMap: { name: names.items } }],
  }
  return job(
    { name: names.inserter, labels: labels(instance, 'inserter') },
    {
      spec: {
        backoffLimit: 3,
        activeDeadlineSeconds: 900,
        template: { metadata: { labels: podLabels(instance, 'inserter') }, spec },
      },
    },
  )
}

/** Items of a run with the line or the place in the list that they come from. */
export function linesOf({ values }: OdcRun, site: Site): readonly Line[] {
  if (values.workItems !== undefined) return readItems(site.file(values.workItems))
  return (values.items ?? []).map((item, i) => ({ line: i + 1, item }))
}
