import type { Problem } from '../../core/finding.ts'
import { currentId, type Entry } from '../identity/entry.ts'
import { type Id, printId } from '../identity/id.ts'
import { fieldText } from '../node/node.ts'
import { containersOf } from './pods.ts'
import { escaped, fileOf, type Survey } from './survey.ts'
import { header, problemOf, type Warning } from './warning.ts'

const web = `${header('apps/v1', 'Deployment', 'web')}spec: {template: {spec: {containers: [{name: web, image: "web:1"}]}}}\n`
const tree = (name: string) => ({
  'kustomization.yaml': 'resources: [web.yaml]\npatches: [{path: limit.yaml}]\n',
  'web.yaml': web,
  'limit.yaml': `${header('apps/v1', 'Deployment', 'web')}spec:\n  template:\n    spec:\n      containers:\n      - name: ${name}\n        resources: {limits: {memory: 1Gi}}\n`,
})

/** A container that only a patch names. */
export const phantomContainer: Warning = {
  id: 'kustomize/phantom-container',
  summary: 'A patch names a container that the object does not have.',
  why: 'A second container without an image appears, and the one that was meant stays as it was. Schemas accept that; the API server refuses it.',
  hint: 'give the container of the patch the name that the object uses, or an image if it is a new one',
  example: { bad: tree('wbe'), good: tree('web') },
  checkObject: ({ entry, containers }, survey) => {
    if (entry.patches.length === 0) return undefined
    const bare = containers.filter(({ node }) => !node.has('image'))
    const origin = bare.length === 0 ? undefined : survey.written(entry)
    if (origin === undefined) return undefined
    const known = new Set(containersOf(origin.node).map(({ node }) => fieldText(node, 'name')))
    return bare
      .map(({ node }) => fieldText(node, 'name'))
      .filter((name) => !known.has(name))
      .map((name) => problemFor(name, entry, survey))
  },
}

function problemFor(name: string, entry: Entry, survey: Survey): Problem {
  const text = new RegExp(`(?<=\\bname: *["']?)${escaped(name)}(?![\\w-])`)
  const from = entry.patches.find((patch) => text.test(survey.readings.text(fileOf(patch))))
  return problemOf(phantomContainer, messageFor(name, currentId(entry)), {
    place: survey.placeOf(from ?? entry.patches.at(-1) ?? '', text),
  })
}

function messageFor(name: string, id: Id): string {
  return `${printId(id)} ends with a container ${JSON.stringify(name)} that only a patch names, without an image`
}
