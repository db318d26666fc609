/** Resources of a container that have no domain in their name. */
export const NATIVE = /^(?:cpu|memory|ephemeral-storage|hugepages-[0-9]+(?:[KMGTPE]i?)?)$/

const FIELDS = new Set([
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
])

const RESOURCES =
  /^(?:limits|requests)\.(?:cpu|memory|ephemeral-storage|hugepages-[0-9]+(?:[KMGTPE]i?)?)$/

/** What an amount can be counted in. */
export function isDivisor(divisor: unknown, resource: string): boolean {
  const text = divisor == null ? '' : String(divisor)
  if (['', '0', '1'].includes(text)) return true
  return resource.endsWith('cpu') ? text === '1m' : /^1(?:[kMGTPE]|[KMGTPE]i)$/.test(text)
}

/** Whether a container can be asked for it, e.g. `limits.cpu`. */
export const isResource = (text: string): boolean => RESOURCES.test(text)

/** Whether a variable can hold it. */
export function isField(path: string): boolean {
  return FIELDS.has(path) || /^metadata\.(?:labels|annotations)\['[^']+'\]$/.test(path)
}
