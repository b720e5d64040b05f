import { expect } from 'vitest'
import { startChild } from './child.ts'
import { ownDatabase, serverTest, serverUrl } from './mongo-server.ts'
import { openStore } from './open-store.ts'
import { byHand } from './sample-job.ts'

const db = ownDatabase('crash')

for (const kind of ['runs', 'jobs']) {
  serverTest(
    `a node that is killed before its step is written in ${kind} leaves the whole step`,
    async () => {
      const prefix = `${kind}_`
      const child = startChild('dying', [serverUrl, db.databaseName, prefix, kind])
      expect(await child.ended).toBe('SIGKILL')
      const meta = await db.collection(`${prefix}meta`).findOne({})
      expect(meta?.['journal']).toMatchObject({ step: 2 })
      const store = await openStore(db, { prefix })
      const { items: jobs } = await store.read.jobs({ limit: 10 })
      const { items: runs } = await store.read.runs({ limit: 10 })
      expect(jobs.map(({ id, runSeq }) => `${id} ${runSeq}`)).toEqual(['a 1'])
      expect(runs.map(({ seq, state }) => `${seq} ${state}`)).toEqual(['1 pending'])
      await store.enqueue([byHand('a', 'two')])
      expect((await store.read.runs({ limit: 10 })).items.map(({ seq }) => seq)).toEqual([2, 1])
    },
  )
}
