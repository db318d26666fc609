import { setFlagsFromString } from 'node:v8'

/**
 * Lets V8 look for old garbage more often, and for new one less often, for work on more than fits comfortably: a quarter less memory for a few percent more time.
 * Names of V8's flags are no promise, and it complains about unknown ones: only where it has been tried.
 */
export function collectSooner(): void {
  if (!/^v2[0-4]\./.test(process.version)) return
  setFlagsFromString('--heap-growing-percent=8')
  // The command starts with little room for new objects (bin/load.cjs), which in a long run takes an eighth longer.
  setFlagsFromString('--semi-space-growth-factor=2')
}
