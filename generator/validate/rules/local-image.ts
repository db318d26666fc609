import { exampleDeployment } from '../example.ts'
import { textOf } from '../fields.ts'
import { containerRule } from '../rule-shapes.ts'

const LOCAL = /^(?:localhost\/|(?:docker\.io\/)?local\/)/

const always = (image: string) => exampleDeployment({ image, imagePullPolicy: 'Always' })

export const localImage = containerRule({
  id: 'local-image',
  severity: 'warning',
  when: { pod: [['spec/C/image', (image) => typeof image === 'string' && LOCAL.test(image)]] },
  summary: 'On minikube an image that was loaded by hand is not pulled.',
  why: 'The node asks a registry that has no such image: ImagePullBackOff.',
  hint: 'set imagePullPolicy to IfNotPresent or Never, and load it with "minikube image load"',
  *mistakes({ fields, pointer }, { platform }) {
    const image = textOf(fields.image) ?? ''
    if (platform !== 'minikube' || !LOCAL.test(image)) return
    const floating = !/[:@][^/]*$/.test(image) || image.endsWith(':latest')
    const policy = textOf(fields.imagePullPolicy) ?? (floating ? 'Always' : 'IfNotPresent')
    if (policy !== 'Always') return
    yield {
      pointer: `${pointer}/imagePullPolicy`,
      message: `pulls ${image}, which is a local image`,
    }
  },
  examples: () => ({
    platform: 'minikube',
    good: [exampleDeployment({ image: 'localhost/tiles:1.2.3' })],
    bad: [always('localhost/tiles:1.2.3')],
  }),
})
