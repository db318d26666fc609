import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Live } from './api.ts'
import { deliver, delivered, PATIENCE } from './deliver.ts'
import type { Step } from './scenarios.ts'
import { pause, until } from './wait.ts'

/** A value of fleet.yaml that names a tag, and the Deployment that must run it. */
export type Image = {
  readonly value: readonly string[]
  readonly deployment: string
  readonly tag: string
}

const imageOf = (deployment?: Live): string =>
  deployment?.spec.template.spec.containers[0].image ?? ''

/** A push changes an image. */
export const newImage = ({ value, deployment, tag }: Image): Step => [
  `a push changes an image to ${tag}, and it arrives`,
  async (stage) => {
    const before = await stage.plane.api.get(deployment)
    if (!before) throw new Error(`${deployment} is not there`)
    stage.repository.set(value, tag)
    await deliver(stage, 'a new image')
    const after = await stage.plane.api.get(deployment)
    if (imageOf(after) === imageOf(before) || !imageOf(after).endsWith(`:${tag}`))
      throw new Error(`it runs ${imageOf(after)}`)
    if (after?.metadata.uid !== before.metadata.uid) throw new Error('the Deployment was made anew')
  },
]

/** An application stands still while others go on, whatever is pushed, and takes everything when it goes on. */
export const suspended = (application: string, { value, deployment, tag }: Image): Step => [
  'a suspended application leaves a push alone, and takes it when it goes on',
  async (stage) => {
    const { api, kubectl } = stage.plane
    const unit = `${stage.cluster}.${application}`
    const set = (on: boolean) => kubectl(stage.engine.suspend(unit, stage.engineNamespace, on))
    const before = imageOf(await api.get(deployment))
    await set(true)
    stage.repository.set(value, tag)
    await stage.repository.strata('generate')
    const commit = await stage.repository.push('an image that must wait')
    await stage.engine.refresh(api)
    await pause(15_000) // time enough for the root to undo it
    await stage.engine.refresh(api)
    await pause(5000)
    if (imageOf(await api.get(deployment)) !== before) throw new Error('it did not stand still')
    await set(false)
    await stage.engine.refresh(api)
    await delivered(stage, commit)
    const after = imageOf(await api.get(deployment))
    if (!after.endsWith(`:${tag}`)) throw new Error(`it runs ${after}`)
  },
]

/** Somebody changes the image in the cluster and deletes a Service. */
export const handEdit = (deployment: string, service: string): Step => [
  'a hand edit is healed',
  async (stage) => {
    const { api, kubectl } = stage.plane
    const wanted = imageOf(await api.get(deployment))
    const [, namespace = '', name = ''] =
      /namespaces\/([^/]+)\/deployments\/(.+)$/.exec(deployment) ?? []
    await kubectl([
      'set',
      'image',
      `deployment/${name}`,
      '*=example.org/by-hand:1',
      '-n',
      namespace,
    ])
    await api.remove(service)
    if (imageOf(await api.get(deployment)) === wanted) throw new Error('the edit did not arrive')
    await stage.engine.refresh(api)
    await until(PATIENCE, 'healing', async () => {
      const image = imageOf(await api.get(deployment))
      const back = await api.get(service)
      return [...(image === wanted ? [] : [`it runs ${image}`]), ...(back ? [] : [`no ${service}`])]
    })
    await delivered(stage)
  },
]

/** A new entry under `runs`: the first one once more, under another id. */
export const newRun = (application: string, namespace: string, id: string): Step => [
  'a new run makes a new Job and leaves the old',
  async (stage) => {
    const { repository, cluster, plane } = stage
    const path = ['applications', application, 'environments', cluster, 'runs']
    const runs = (repository.get(path) ?? []) as readonly { readonly id: string }[]
    const [first] = runs
    if (!first) throw new Error(`${path.join('.')} is empty`)
    const jobs = () => plane.api.list(`/apis/batch/v1/namespaces/${namespace}/jobs`)
    const before = (await jobs()).filter((job) => job.metadata.name.includes(first.id))
    if (before.length === 0) throw new Error(`no Job of run ${first.id}`)
    repository.set(path, [...runs, { ...first, id }])
    await deliver(stage, 'a new run')
    const after = await jobs()
    const uids = new Set(after.map((job) => job.metadata.uid))
    const lost = before.filter((job) => !uids.has(job.metadata.uid))
    if (lost.length > 0) throw new Error(`made anew or gone: ${lost.map((j) => j.metadata.name)}`)
    const made = after.filter((job) => job.metadata.name.includes(id))
    if (made.length !== before.length)
      throw new Error(`${made.length} Jobs of the new run, ${before.length} of the old`)
  },
]

/** Somebody pushes an overlay that does not build. Then the commit is reverted. */
export const brokenCommit = (application: string, deployment: string): Step => [
  'a broken commit leaves the last good state, and its revert heals',
  async (stage) => {
    const { repository, cluster, engine, plane } = stage
    const good = await plane.api.get(deployment)
    const folder = join(repository.folder, 'overlays', cluster, application)
    const derived = join(folder, 'overlay') // where Secrets are made, they are synced apart
    const file = join(existsSync(derived) ? derived : folder, 'kustomization.yaml')
    appendFileSync(file, 'components:\n- not-there\n')
    await repository.push('a broken commit')
    await engine.refresh(plane.api)
    await until(PATIENCE, 'a message about it', async () => {
      const lines = await engine.unready(plane.api)
      return lines.some((l) => l.includes(application) && l.includes('not-there'))
        ? []
        : ['none', ...lines]
    })
    await pause(5000) // time enough to do harm
    const still = await plane.api.get(deployment)
    if (still?.metadata.uid !== good?.metadata.uid || imageOf(still) !== imageOf(good))
      throw new Error(`${deployment} has changed`)
    const commit = await repository.revert()
    await engine.refresh(plane.api)
    await delivered(stage, commit)
  },
]

/** What leaves with applications, and what stays. */
export type Removal = {
  readonly applications: readonly string[]
  readonly gone: readonly string[]
  readonly kept: readonly string[]
}

/** Applications leave fleet.yaml for this environment. */
export const removal = ({ applications, gone, kept }: Removal): Step => [
  `${applications.join(' and ')} removed: the objects go, the volumes stay`,
  async (stage) => {
    const { repository, cluster, plane } = stage
    const uids = async (paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await plane.api.get(path))?.metadata.uid))
    const before = await uids([...gone, ...kept])
    const missing = [...gone, ...kept].filter((_, i) => before[i] === undefined)
    if (missing.length > 0) throw new Error(`not there to begin with: ${missing.join(', ')}`)
    for (const name of applications)
      repository.set(['applications', name, 'environments', cluster], undefined)
    await deliver(stage, 'applications removed')
    await until(PATIENCE, 'removal', async () =>
      (await uids(gone)).flatMap((uid, i) => (uid === undefined ? [] : [`${gone[i]} is there`])),
    )
    await pause(5000) // time enough to do harm
    const after = await uids(kept)
    const lost = kept.filter((_, i) => after[i] !== before[gone.length + i])
    if (lost.length > 0) throw new Error(`gone or made anew: ${lost.join(', ')}`)
  },
]
