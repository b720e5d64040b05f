import { TablesStore } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { expect, onTestFinished, test } from 'vitest'
import type { ServerSteps } from '../../src/server/server-steps.ts'
import { sampleJob } from '../sample-job.ts'
import { cutLine } from './cut-line.ts'

export interface CutServer {
  readonly isThere: boolean
  readonly url: string
  steps(url: string): ServerSteps
}

/** Cuts the connection in the middle of a step. */
export function survivesCuts({ isThere, url, steps }: CutServer): void {
  const check = test.skipIf(!isThere)
  for (const when of ['before', 'at the answer'] as const) {
    check(
      `a connection cut ${when === 'before' ? 'before the commit' : when} leaves all or nothing`,
      async () => {
        const { hostname, port } = new URL(url)
        const line = await cutLine({ host: hostname, port: Number(port) })
        const through = new URL(url)
        through.port = String(line.port)
        through.hostname = '127.0.0.1'
        const store = new TablesStore(steps(String(through)))
        onTestFinished(() => store[Symbol.asyncDispose]())
        await store.open({ clock: manualClock(), session: null })
        line.cutAt(/COMMIT(?!TED)/, when)
        const tagged = sampleJob('a', { policies: { tags: ['x'] } })
        const call = store.put([tagged, sampleJob('b')], 'fail')
        await expect(call).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
        // The server may be at the commit still: whoever adds the same ids waits for it.
        const again = await store.put([tagged, sampleJob('b')], 'keep')
        const result = when === 'before' ? 'added' : 'kept'
        expect(again.map((answer) => answer.result)).toEqual([result, result])
        expect((await store.read.jobs({ tag: 'x', limit: 9 })).items.map(({ id }) => id)).toEqual([
          'a',
        ])
      },
    )
  }
}
