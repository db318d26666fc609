/** Bits of an address as a number, with the length of its family; undefined when the text is no address. */
type Address = { readonly bits: bigint; readonly length: 32 | 128 }

export type Network = Address & { readonly prefix: number }

/** An IPv4 or IPv6 address as the API server reads it: no leading zeros, no zone. */
export function addressOf(text: string): Address | undefined {
  return text.includes(':') ? sixth(text) : fourth(text)
}

/** A network such as `10.0.0.0/8`; undefined when it is none. */
export function networkOf(text: string): Network | undefined {
  const [host = '', prefix = '', more] = text.split('/')
  const address = addressOf(host)
  if (address === undefined || more !== undefined || !/^(?:0|[1-9][0-9]{0,2})$/.test(prefix))
    return undefined
  return Number(prefix) <= address.length ? { ...address, prefix: Number(prefix) } : undefined
}

/** Whether the second network is a part of the first, and smaller. */
export function contains(outer: Network, inner: Network): boolean {
  const rest = BigInt(outer.length - outer.prefix)
  return (
    outer.length === inner.length &&
    outer.prefix < inner.prefix &&
    outer.bits >> rest === inner.bits >> rest
  )
}

function fourth(text: string): Address | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9][0-9]{0,2})$/.test(part)))
    return undefined
  const numbers = parts.map(Number)
  if (numbers.some((number) => number > 255)) return undefined
  return { bits: numbers.reduce((bits, number) => bits * 256n + BigInt(number), 0n), length: 32 }
}

function sixth(text: string): Address | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(groupsOf)
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array<bigint>(missing).fill(0n), ...(tail ?? [])]
  return { bits: groups.reduce((bits, group) => bits * 65536n + group, 0n), length: 128 }
}

/** The 16-bit groups of one half of an IPv6 address; the last two may be written as IPv4. */
function groupsOf(half: string): readonly bigint[] | undefined {
  if (half === '') return []
  const parts = half.split(':')
  const last = parts.at(-1) ?? ''
  const four = last.includes('.') ? fourth(last) : undefined
  const plain = four === undefined ? parts : parts.slice(0, -1)
  if (!plain.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined
  const ending = four === undefined ? [] : [four.bits >> 16n, four.bits & 0xffffn]
  return [...plain.map((part) => BigInt(`0x${part}`)), ...ending]
}
