/** The cluster that Argo CD itself runs in. */
export const IN_CLUSTER = 'https://kubernetes.default.svc'
/** Project of the root Application. */
export const BOOTSTRAP_PROJECT = 'bootstrap'
/** The Application that syncs all others. */
export const ROOT = 'root'
/** The ApplicationSet that makes the Applications where a cluster wants one. */
export const UNITS = 'units'
/** Project names that are taken on every cluster. */
export const TAKEN_PROJECTS: readonly string[] = [BOOTSTRAP_PROJECT, 'default']
