import type { Shape } from './decode.ts'

const strings: Shape = { list: 'string' }
const texts: Shape = { map: 'string' }

const gvk = { group: 'string', version: 'string', kind: 'string' } as const
const selector: Shape = {
  fields: {
    ...gvk,
    name: 'string',
    namespace: 'string',
    labelSelector: 'string',
    annotationSelector: 'string',
  },
}
const patch: Shape = {
  fields: {
    path: 'string',
    patch: 'string',
    target: selector,
    options: { fields: { allowNameChange: 'boolean', allowKindChange: 'boolean' } },
  },
}
const image: Shape = {
  fields: {
    name: 'string',
    newName: 'string',
    tagSuffix: 'string',
    newTag: 'string',
    digest: 'string',
  },
}
const options: Shape = {
  fields: {
    labels: texts,
    annotations: texts,
    disableNameSuffixHash: 'boolean',
    immutable: 'boolean',
  },
}
/** The fields of one generator. */
export const generatorFields = {
  name: 'string',
  namespace: 'string',
  behavior: 'string',
  literals: strings,
  files: strings,
  envs: strings,
  env: 'string',
  options,
} as const
const label: Shape = {
  fields: {
    pairs: texts,
    includeSelectors: 'boolean',
    includeTemplates: 'boolean',
    fields: { list: { fields: { ...gvk, path: 'string', create: 'boolean' } } },
  },
}

const pathOptions: Shape = {
  fields: { delimiter: 'string', index: 'integer', encoding: 'string', create: 'boolean' },
}

/** One replacement in kustomization.yaml or in a plugin. */
export const replacementFields = {
  source: {
    fields: {
      ...gvk,
      name: 'string',
      namespace: 'string',
      fieldPath: 'string',
      options: pathOptions,
    },
  },
  sourceValue: 'string',
  targets: {
    list: {
      fields: {
        select: selector,
        reject: { list: selector, isFull: true },
        fieldPaths: strings,
        options: pathOptions,
      },
    },
  },
} as const

const pathOptionsInFile: Shape = {
  fields: { delimiter: 'text', index: 'integer', encoding: 'text', create: 'boolean' },
}
const selectorInFile: Shape = {
  fields: {
    ...gvk,
    name: 'string',
    namespace: 'string',
    labelSelector: 'text',
    annotationSelector: 'text',
  },
}

/** One replacement in a file of its own, where most texts may be numbers. */
export const replacementFileFields = {
  source: {
    fields: {
      ...gvk,
      name: 'string',
      namespace: 'string',
      fieldPath: 'text',
      options: pathOptionsInFile,
    },
  },
  sourceValue: 'text',
  targets: {
    list: {
      fields: {
        select: selectorInFile,
        reject: { list: selectorInFile, isFull: true },
        fieldPaths: { list: 'text' },
        options: pathOptionsInFile,
      },
    },
  },
} as const

/** Every field of kustomization.yaml, in kustomize 5.8.1. */
export const kustomizationShape: Shape = {
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: {
      fields: { name: 'string', namespace: 'string', labels: texts, annotations: texts },
    },
    openapi: texts,
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: texts,
    labels: { list: label },
    commonAnnotations: texts,
    patchesStrategicMerge: strings,
    patchesJson6902: { list: patch },
    patches: { list: patch },
    images: { list: image },
    imageTags: { list: image },
    replacements: { list: { fields: { ...replacementFields, path: 'string' } } },
    replicas: { list: { fields: { name: 'string', count: 'int64' } } },
    vars: {
      list: {
        fields: {
          name: 'string',
          objref: {
            fields: { ...gvk, apiVersion: 'string', name: 'string', namespace: 'string' },
          },
          fieldref: { fields: { fieldPath: 'string' } },
        },
      },
    },
    sortOptions: {
      fields: {
        order: 'string',
        legacySortOptions: { fields: { orderFirst: strings, orderLast: strings } },
      },
    },
    resources: strings,
    components: strings,
    crds: strings,
    bases: strings,
    configMapGenerator: { list: { fields: generatorFields } },
    secretGenerator: { list: { fields: { ...generatorFields, type: 'string' } } },
    helmGlobals: { fields: { chartHome: 'string', configHome: 'string' } },
    helmCharts: { list: 'any' },
    helmChartInflationGenerator: { list: 'any' },
    generatorOptions: options,
    configurations: strings,
    generators: strings,
    transformers: strings,
    validators: strings,
    buildMetadata: strings,
  },
}
