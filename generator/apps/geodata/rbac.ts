import type { Resource } from '../../core/resource.ts'
import type { Site } from '../../fleet/types.ts'
import { type PolicyRule, serviceAccount } from '../../model/objects.ts'
import { boundRole } from '../rbac.ts'
import { labels, type Names } from './names.ts'
import type { GeodataValues } from './values.ts'

// The union of what upstream's Roles give and the runner really uses.
const JOBS: PolicyRule = {
  apiGroups: ['batch'],
  resources: ['jobs'],
  verbs: ['create', 'get', 'watch', 'list', 'patch', 'delete'],
}
const pods = (...more: readonly string[]): PolicyRule => ({
  apiGroups: [''],
  resources: [...more, 'pods', 'pods/log', 'pods/status'],
  verbs: ['get', 'watch', 'list'],
})

/** The ServiceAccount of the runner, and one Role that is really bound to it. */
export function launcherAccess(
  values: GeodataValues,
  site: Site,
  { launcher }: Names,
): readonly Resource[] {
  const metadata = { name: launcher, labels: labels(site.instance, values.runner) }
  // Workers also report the events of pods that do not start.
  const own = [JOBS, values.runner === 'worker' ? pods('events') : pods()]
  return [
    serviceAccount(metadata, { automountServiceAccountToken: false }),
    ...boundRole(metadata, [...own, ...values.extraPermissions], { name: launcher }),
  ]
}
