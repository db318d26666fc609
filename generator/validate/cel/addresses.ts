import { formats } from '../formats.ts'

/** An IPv4 or IPv6 address as the API server reads it: without leading zeros, zone or IPv4 inside IPv6. */
export function isIp(text: string): boolean {
  if (text.includes(':')) return !text.includes('.') && formats.ipv6?.accepts(text) === true
  return formats.ipv4?.accepts(text) === true
}

/** An address, a slash and the length of a prefix. */
export function isCidr(text: string): boolean {
  const [, address = '', length = ''] = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? []
  return isIp(address) && Number(length) <= (address.includes(':') ? 128 : 32)
}
