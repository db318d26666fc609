import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROGRAMS } from './binaries.ts'
import { moduleFolder } from './build-go.ts'
import type { ControlPlane } from './control-plane.ts'
import { ready } from './processes.ts'

/** kwok plays the kubelet and the volume plugin by stages, which are data of its own module. */
export async function startNode(
  { processes, bin, state, kubeconfig, kubectl }: ControlPlane,
  port: number,
  storageClasses: readonly string[],
): Promise<void> {
  const { module, version } = PROGRAMS.kwok
  const folder = join(await moduleFolder(module, version), 'kustomize', 'stage')
  const stages = ['node/fast', 'node/heartbeat-with-lease', 'pod/fast', 'volume/fast'].flatMap(
    (name) => stagesIn(join(folder, name), storageClasses),
  )
  writeFileSync(join(state, 'stages.yaml'), stages.join('\n---\n'))
  processes.start('kwok', bin.kwok, [
    `--kubeconfig=${kubeconfig}`,
    `--config=${join(state, 'stages.yaml')}`,
    '--manage-all-nodes',
    '--node-lease-duration-seconds=40', // without it the node grows stale after 50 seconds
    `--server-address=127.0.0.1:${port}`,
  ])
  await kubectl(['apply', '-f', join(import.meta.dirname, 'node.yaml')])
  await kubectl(['apply', '-f', '-'], storageClasses.map(storageClass).join('\n---\n'))
  await ready(processes, 'node', async () => {
    await kubectl(['wait', '--for=condition=Ready', 'node/pretended', '--timeout=1s'])
    await kubectl(['get', 'serviceaccount', 'default'])
    return []
  })
}

function stagesIn(folder: string, storageClasses: readonly string[]): readonly string[] {
  const classes = storageClasses.map((name) => `'${name}'`).join(', ')
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .filter((text) => /^kind: Stage$/m.test(text))
    .map((text) =>
      text.replaceAll(
        "self.spec.storageClassName == 'kwok-volume'",
        `self.spec.storageClassName in [${classes}]`,
      ),
    )
    .map((text) => (/^ {2}name: pod-complete$/m.test(text) ? exceptChecks(text) : text))
}

/** Pods with an optional Secret look at it and may fail: stand-ins.ts really runs what they would run. */
function exceptChecks(text: string): string {
  const line = '    matchExpressions:\n'
  const except = "    - key: '.spec.volumes.[].secret.optional'\n      operator: 'DoesNotExist'\n"
  if (!text.includes(line)) throw new Error('the stage pod-complete of kwok looks different now')
  return text.replace(line, `${line}${except}`)
}

const storageClass = (name: string, index: number): string =>
  JSON.stringify({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      annotations: { 'storageclass.kubernetes.io/is-default-class': String(index === 0) },
    },
    provisioner: 'kwok.x-k8s.io/volume',
    volumeBindingMode: 'Immediate',
  })
