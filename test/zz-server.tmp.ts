import { mkdtempSync, writeFileSync } from 'node:fs'
import { binaries } from './e2e/binaries.ts'
import { startServer } from './e2e/control-plane.ts'
import { applyDefinitions, applyEngineDefinitions } from './e2e/definitions.ts'
import { createProcesses } from './e2e/processes.ts'

const state = mkdtempSync('/tmp/v1cp/srv-')
const s = await startServer({ state, bin: await binaries() }, createProcesses(state))
await applyDefinitions(s)
await applyEngineDefinitions(s)
await s.kubectl(['create', 'ns', 'web'])
writeFileSync(
  '/tmp/v1cp/server.json',
  JSON.stringify({
    port: s.port,
    token: s.token,
    state,
    pid: process.pid,
    kubeconfig: s.kubeconfig,
  }),
)
setTimeout(() => process.exit(0), 45 * 60_000)
process.on('SIGTERM', () => process.exit(0))
