import type { Site } from '../../fleet/types.ts'
import { selectorLabels, standardLabels } from '../../model/pods.ts'
import type { GeodataValues } from './values.ts'

type Runner = GeodataValues['runner']

/** Names of all objects of an instance; upstream's for an instance called geodata. */
export type Names = {
  /** ServiceAccount, Role and RoleBinding. */
  readonly launcher: string
  readonly deployment: string
  /** ConfigMap with the environment of the runner. */
  readonly settings: string
  readonly jobTemplate: string
}

/**
 * Instances may share a namespace (geodata and geodata-agent do): everything begins with the instance's name.
 * The Deployment keeps upstream's bare `prefect-<runner>` for the instances `geodata` and `geodata-<runner>` only.
 */
export function namesOf({ runner }: GeodataValues, { instance }: Site): Names {
  const plain = instance === 'geodata' || instance === `geodata-${runner}`
  return {
    launcher: `${instance}-launcher`,
    deployment: plain ? `prefect-${runner}` : `${instance}-prefect-${runner}`,
    settings: `${instance}-prefect`,
    jobTemplate: `${instance}-job-template`,
  }
}

export const labels = (instance: string, runner: Runner) =>
  standardLabels('geodata', instance, runner, 'geodata')

export const selector = (instance: string, runner: Runner) =>
  selectorLabels('geodata', instance, runner)
