import { pointerTo } from '../core/pointer.ts'
import { groupOf, type Resource } from '../core/resource.ts'
import { fieldsAt, mapsOf, textOf } from './fields.ts'
import { secretIn, secretInText } from './secrets.ts'

/** A secret in plain text, and where it stands. */
export type Found = { readonly pointer: string; readonly what: string }

/** Secrets in what a HelmRelease or an Application hands to a chart, and in what Flux substitutes. */
export function secretsInValues(resource: Resource): readonly Found[] {
  const { kind, apiVersion, spec } = resource
  const name = `${kind}.${groupOf(apiVersion)}`
  if (name === 'HelmRelease.helm.toolkit.fluxcd.io')
    return inTree(fieldsAt(spec).values, '/spec/values')
  if (name === 'Kustomization.kustomize.toolkit.fluxcd.io')
    return inTree(fieldsAt(spec, 'postBuild').substitute, '/spec/postBuild/substitute')
  if (name !== 'Application.argoproj.io') return []
  const sources = mapsOf(fieldsAt(spec).sources)
  return [
    ...inSource(fieldsAt(spec, 'source'), '/spec/source'),
    ...sources.flatMap(([index, source]) => inSource(source, `/spec/sources/${index}`)),
  ]
}

function inSource(source: unknown, pointer: string): readonly Found[] {
  const at = `${pointer}/helm`
  const { valuesObject, values, parameters } = fieldsAt(source, 'helm')
  const text = secretInText('values.yaml', textOf(values) ?? '')
  return [
    ...inTree(valuesObject, `${at}/valuesObject`),
    ...(text === undefined ? [] : [{ pointer: `${at}/values`, what: text }]),
    ...mapsOf(parameters).flatMap(([index, { name, value }]) => {
      const last = String(name).split('.').at(-1) ?? ''
      return told(last, value, `${at}/parameters/${index}/value`)
    }),
  ]
}

/** Every text below a value, by the name of its member, or by the `name` beside a `value`. */
function inTree(value: unknown, pointer: string): readonly Found[] {
  if (typeof value !== 'object' || value === null) return []
  const { name, value: named } = fieldsAt(value)
  if (typeof name === 'string' && typeof named === 'string')
    return told(name, named, `${pointer}/value`)
  return Object.entries(value).flatMap(([key, member]) => {
    const at = pointerTo(pointer, key)
    return typeof member === 'string' ? told(key, member, at) : inTree(member, at)
  })
}

function told(name: string, value: unknown, pointer: string): readonly Found[] {
  const text = textOf(value)
  if (text === undefined || isNameOfKey(name, text)) return []
  const what = secretIn(name, text)
  return what === undefined ? [] : [{ pointer, what: `${what} (${name})` }]
}

/** Values of charts often say which key of a Secret to use, under the same names. */
const isNameOfKey = (name: string, value: string): boolean =>
  /key$/i.test(name) && /^[a-z]+(?:[-_.][a-z]+)*$/i.test(value)
