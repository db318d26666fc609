import { type Command, type Flags, FORMATS } from '../command.ts'

export const validate: Command = {
  name: 'validate',
  usage: '[PATH...|-] [--format NAME] [--kubernetes-version 1.NN]',
  summary:
    'Render everything and check every object against the schemas of its own cluster, and by rules.',
  examples: [
    'strata validate                                   # the whole repository, each overlay for its cluster',
    'strata validate overlays/openshift --format github',
    'strata validate ../other/manifests --kubernetes-version 1.34',
    'kustomize build . | strata validate - --openshift-version 4.20',
  ],
  flags: {
    format: {
      type: 'string',
      value: 'NAME',
      help: 'how to print findings',
      choices: FORMATS,
      default: 'text',
    },
    'kubernetes-version': {
      type: 'string',
      value: '1.NN',
      help: 'version to check against where fleet.yaml says none; the newest stored one without it',
    },
    'openshift-version': {
      type: 'string',
      value: '4.NN',
      help: 'the same by the version of OpenShift, with the rules of its platform',
    },
    'version-matrix': {
      type: 'string',
      value: '1.NN,...',
      help: 'check everything against each of these versions, before an upgrade',
    },
    'schema-location': {
      type: 'string',
      value: 'PATH',
      multiple: true,
      help: 'folder or template of JSON schemas, as in kubeconform; "default" are the stored ones; repeatable',
    },
    skip: {
      type: 'string',
      value: 'KINDS',
      multiple: true,
      help: 'leave these kinds out, e.g. Secret,argoproj.io/v1alpha1/Application',
    },
    reject: {
      type: 'string',
      value: 'KINDS',
      multiple: true,
      help: 'every object of these kinds is an error',
    },
    'ignore-missing-schemas': {
      type: 'boolean',
      help: 'a kind without a schema is a warning; nothing when .strata.yaml gives a reason',
    },
    'ignore-filename-pattern': {
      type: 'string',
      value: 'REGEXP',
      multiple: true,
      help: 'pass over files whose path matches; repeatable',
    },
    baseline: {
      type: 'string',
      value: 'FILE',
      help: 'do not report the findings that this file lists, until they expire',
    },
    'write-baseline': {
      type: 'string',
      value: 'FILE',
      help: 'write the findings of now into this file instead of reporting them',
    },
    'second-judge': {
      type: 'string',
      value: 'NAME',
      help: 'have everything judged again by the same schemas; each disagreement is a finding',
      choices: ['ajv', 'kubeconform'],
    },
    kubeconform: {
      type: 'string',
      value: 'PATH',
      help: 'the program for --second-judge kubeconform; the one on the PATH without it',
    },
  },
  operands: { least: 0, most: Number.POSITIVE_INFINITY },
  run: async (world, args, flags) =>
    (await import('../validate.ts')).validatePaths(world, args, {
      format: String(flags.format),
      kubernetes: textOf(flags, 'kubernetes-version'),
      openshift: textOf(flags, 'openshift-version'),
      matrix: textOf(flags, 'version-matrix'),
      locations: listOf(flags, 'schema-location'),
      skip: listOf(flags, 'skip'),
      reject: listOf(flags, 'reject'),
      ignored: listOf(flags, 'ignore-filename-pattern'),
      ignoreMissing: flags['ignore-missing-schemas'] === true,
      baseline: textOf(flags, 'baseline'),
      writeBaseline: textOf(flags, 'write-baseline'),
      secondJudge: textOf(flags, 'second-judge'),
      kubeconform: textOf(flags, 'kubeconform'),
    }),
}

const textOf = (flags: Flags, name: string): string | undefined => flags[name] as string | undefined

const listOf = (flags: Flags, name: string): readonly string[] =>
  (flags[name] as readonly string[] | undefined) ?? []
