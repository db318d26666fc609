import type { Command, Flag } from '../command.ts'

/** Flags of `kustomize build` for programs that a build may start: taken, and without effect, because none is started. */
const forPrograms: Readonly<Record<string, Flag>> = Object.fromEntries(
  (
    [
      ['enable-alpha-plugins', {}],
      ['enable-helm', {}],
      ['enable-exec', {}],
      ['network', {}],
      ['network-name', { value: 'NAME' }],
      ['mount', { value: 'MOUNT', multiple: true }],
      ['env', { value: 'NAME=VALUE', multiple: true, short: 'e' }],
      ['as-current-user', {}],
      ['helm-command', { value: 'PATH' }],
      ['helm-kube-version', { value: 'VERSION' }],
      ['helm-api-versions', { value: 'VERSION', multiple: true }],
      ['helm-debug', {}],
      ['stack-trace', {}],
    ] as const
  ).map(([name, flag]) => [
    name,
    {
      type: 'value' in flag ? 'string' : 'boolean',
      help: '',
      ignored: true,
      ...flag,
    },
  ]),
)

export const render: Command = {
  name: 'render',
  usage: '[DIR...] [--all] [-o OUT] [--explain OBJECT[/PATH]]',
  summary:
    'Print what `kustomize build DIR` prints, byte for byte; any kustomization, not only ours.',
  examples: [
    'strata render overlays/nova/azure-driver',
    'strata render overlays/nova | kubectl apply -f -',
    'strata render --all overlays -o rendered',
    'strata render overlays/nova/geodata --explain deployment/prefect-worker/spec/replicas',
  ],
  flags: {
    all: { type: 'boolean', help: 'every kustomization under DIR, in one run' },
    output: {
      type: 'string',
      short: 'o',
      value: 'OUT',
      help: 'a file; a folder for one file per object; with --all or several DIRs a folder for one file per kustomization',
    },
    explain: {
      type: 'string',
      value: 'OBJECT[/PATH]',
      help: 'which line made kind/name or kind/namespace/name, or set the value at a path in it',
    },
    format: {
      type: 'string',
      value: 'NAME',
      help: 'how to print an explanation',
      choices: ['text', 'json'],
      default: 'text',
    },
    'load-restrictor': {
      type: 'string',
      value: 'NAME',
      help: 'whether files outside a kustomization may be read',
      choices: ['LoadRestrictionsRootOnly', 'LoadRestrictionsNone'],
      default: 'LoadRestrictionsRootOnly',
    },
    reorder: {
      type: 'string',
      value: 'NAME',
      help: 'order of objects where sortOptions says none; deprecated',
      choices: ['legacy', 'none'],
    },
    ...forPrograms,
  },
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  run: async (world, args, flags) =>
    (await import('../render.ts')).renderDirectories(world, args, flags),
}
