import type { Resource } from '../core/resource.ts'
import { application, type Words, wordsOf } from './application.ts'
import { BOOTSTRAP_PROJECT, UNITS } from './argocd-names.ts'
import { type DeliveryPlan, depths, type Unit } from './plan.ts'
import { projectOf } from './projects.ts'

/**
 * One ApplicationSet that makes the very Applications that would be files otherwise. `applyNestedSelectors` is not
 * written: Argo CD 3 applies them always. The project is hard-coded, a list of elements for each, as Argo CD's security
 * notes ask for.
 */
export function applicationSet(plan: DeliveryPlan, units: readonly Unit[]): Resource {
  const depth = depths(plan.units)
  const projects = [...new Set(units.map(projectOf))].sort()
  const wave = Math.max(0, ...units.map(({ name }) => depth.get(name) ?? 0))
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: {
      name: UNITS,
      namespace: plan.engine.namespace,
      labels: { 'app.kubernetes.io/managed-by': 'strata' },
      annotations: {
        // It owns its Applications: whatever happens to its file, only a person may take them all along.
        'argocd.argoproj.io/sync-options': 'Prune=false',
        'argocd.argoproj.io/sync-wave': `${wave}`,
      },
    },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: projects.map((project) => ({
        list: {
          elements: units
            .filter((unit) => projectOf(unit) === project)
            .map((unit) => elementOf(wordsOf(unit, depth.get(unit.name) ?? 0))),
          template: { metadata: {}, spec: { project, destination: {} } },
        },
      })),
      template: templateOf(plan),
      // No finalizer but the one that the template has: the two together are the cascade of the explicit form.
      syncPolicy: { preserveResourcesOnDeletion: true },
      // People suspend an Application with it.
      preservedFields: { annotations: ['argocd.argoproj.io/skip-reconcile'] },
    },
  }
}

const elementOf = ({ project: _, ...element }: Words): Omit<Words, 'project'> => element

/** Each list puts its own project over the one here, in which nothing but Namespaces and Applications could be made. */
function templateOf(plan: DeliveryPlan) {
  const { url, branch } = plan.repository
  const repository = { url: literal(url), branch: literal(branch) }
  const { metadata, spec } = application({ ...plan, repository }, REFERENCES)
  const { name, labels, annotations, finalizers } = metadata
  return { metadata: { name, labels, annotations, finalizers }, spec }
}

const REFERENCES: Words = {
  unit: '{{.unit}}',
  application: '{{.application}}',
  environment: '{{.environment}}',
  project: BOOTSTRAP_PROJECT,
  folder: '{{.folder}}',
  namespace: '{{.namespace}}',
  generatePaths: '{{.generatePaths}}',
  wave: '{{.wave}}',
}

/** A branch may have braces in its name. */
const literal = (text: string): string => text.replaceAll('{{', '{{"{{"}}')
