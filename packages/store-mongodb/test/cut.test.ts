import { TablesStore, type StoreContract } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished } from 'vitest'
import { collectionNames } from '../src/collection-names.ts'
import { MongoSteps } from '../src/steps/mongo-steps.ts'
import { cutProxy, type CutProxy } from './cut-proxy.ts'
import { ownDatabase, serverTest, serverUrl } from './mongo-server.ts'
import { byHand, sampleJob } from './sample-job.ts'

const db = ownDatabase('cut')

async function behindProxy(prefix: string): Promise<{ store: StoreContract; proxy: CutProxy }> {
  const proxy = await cutProxy(serverUrl)
  const target = { url: proxy.url, database: db.databaseName }
  const names = collectionNames(prefix)
  const store = new TablesStore(new MongoSteps({ target, names, clock: 'scheduler' }))
  onTestFinished(() => store[Symbol.asyncDispose]())
  await store.open({ clock: manualClock(), session: null })
  await store.put([sampleJob('a')], 'fail')
  return { store, proxy }
}

async function kept(store: StoreContract): Promise<string> {
  const { items: jobs } = await store.read.jobs({ limit: 10 })
  const { items: runs } = await store.read.runs({ limit: 10 })
  return `${jobs[0]?.runSeq} ${runs.map(({ seq }) => seq).toString()}`
}

serverTest(
  'a connection that is cut before a commit arrives leaves nothing of the step',
  async () => {
    const { store, proxy } = await behindProxy('before_')
    proxy.cutAt('renames', 'request')
    await expect(store.enqueue([byHand('a', 'one')])).rejects.toMatchObject({
      code: 'PUNCTUAL_STORE_UNAVAILABLE',
    })
    expect(proxy.cuts).toBe(1)
    expect(await kept(store)).toBe('0 ')
    await store.enqueue([byHand('a', 'one')])
    expect(await kept(store)).toBe('1 1')
  },
)

serverTest(
  'a connection that is cut before a commit is answered leaves the whole step',
  async () => {
    const { store, proxy } = await behindProxy('after_')
    proxy.cutAt('renames', 'answer')
    await expect(store.enqueue([byHand('a', 'one')])).rejects.toMatchObject({
      code: 'PUNCTUAL_STORE_UNAVAILABLE',
    })
    expect(proxy.cuts).toBe(1)
    expect(await kept(store)).toBe('1 1')
    const [again] = await store.enqueue([byHand('a', 'one')])
    expect(again?.result).toBe('exists')
    expect(await kept(store)).toBe('1 1')
  },
)

serverTest(
  'a connection that is cut while a step is written costs its caller nothing',
  async () => {
    const { store, proxy } = await behindProxy('writing_')
    proxy.cutAt('upsert', 'request')
    const [made] = await store.enqueue([byHand('a', 'one')])
    expect(made?.result).toBe('created')
    expect(proxy.cuts).toBe(1)
    expect(await kept(store)).toBe('1 1')
  },
)
