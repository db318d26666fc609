/**
 * What kube-apiserver 1.34 demands of one field beyond its own OpenAPI, by the place of the field; the tables beside this
 * file were written after `npm run mutate`. Tables are by kind, its group behind its name; `pod` is every pod and template.
 */
export type Demand = readonly [path: string, ...demands: string[]]
