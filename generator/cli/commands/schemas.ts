import { UserError } from '../../core/finding.ts'
import { didYouMean } from '../../core/suggest.ts'
import type { Command } from '../command.ts'

export const schemas: Command = {
  name: 'schemas',
  usage: 'pull -o DIR [--context NAME | --from PATH]',
  summary: 'Make a folder of schemas out of a cluster, or of definitions in files, to check with.',
  examples: [
    'strata schemas pull -o schemas/nova --context nova      # all that the cluster serves, custom kinds too',
    'strata schemas pull -o schemas/vendor --from vendor/crds.yaml',
    'strata validate --schema-location default --schema-location schemas/vendor',
  ],
  flags: {
    output: {
      type: 'string',
      short: 'o',
      value: 'DIR',
      help: 'the folder, which is replaced as a whole',
    },
    context: {
      type: 'string',
      value: 'NAME',
      help: 'context of the kubeconfig; the current one without it',
    },
    kubeconfig: {
      type: 'string',
      value: 'FILE',
      help: 'as for kubectl; KUBECONFIG or ~/.kube/config without it',
    },
    from: {
      type: 'string',
      value: 'PATH',
      multiple: true,
      help: 'no cluster: a file or folder with CustomResourceDefinitions or saved OpenAPI v3; repeatable',
    },
  },
  operands: { least: 1, most: 1 },
  run: async (world, [what = ''], { output, context, kubeconfig, from }) => {
    const hint = 'strata schemas pull -o DIR'
    if (what !== 'pull')
      throw new UserError({
        message: `schemas knows no "${what}"${didYouMean(what, ['pull'])}`,
        hint,
      })
    if (output === undefined || output === '')
      throw new UserError({ message: 'schemas pull needs -o: the folder to write', hint })
    return (await import('../schemas.ts')).pullSchemas(world, {
      kubeconfig: kubeconfig as string | undefined,
      context: context as string | undefined,
      from: (from as readonly string[] | undefined) ?? [],
      output: String(output),
    })
  },
}
