/** `1.34` as a number that orders versions: 1034. */
export function minorNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major * 1000 + minor
}
