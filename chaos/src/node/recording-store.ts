import type { Outcome, RunRow, StoreContract } from '@punctual/core/store'
import type { Granted } from '../history/history-event.ts'
import type { Journal } from '../journal.ts'
import { monotonic } from '../monotonic.ts'
import { substitute } from '../substitute.ts'
import type { Grants } from './grants.ts'

/** A store that notes what this process asks for and is answered, before the process can act on it. */
export function recordingStore(
  store: StoreContract,
  journal: Journal,
  grants: Grants,
): StoreContract {
  const noteGrant = (grant: Omit<Granted, 't' | 'node' | 'type'>): void => {
    grants.set(grant.runId, grant)
    journal.note({ type: 'granted', ...grant })
  }
  return substitute<StoreContract>(store, {
    publish: recordedPublish(store, journal, noteGrant),
    claim: recordedClaim(store, noteGrant),
    finish: recordedFinish(store, journal),
    reap(victim, order) {
      journal.note({ type: 'reaping', victim })
      return store.reap(victim, order)
    },
    read: substitute(store.read, {
      async runs(query) {
        const sentAt = monotonic()
        const page = await store.read.runs(query)
        if (query.batch === undefined || query.owner === undefined) return page
        const session = query.owner
        for (const run of page.items) {
          noteGrant({ via: 'found', sentAt, session, ...namedRun(run) })
        }
        return page
      },
    }),
  })
}

type NoteGrant = (grant: Omit<Granted, 't' | 'node' | 'type'>) => void

function recordedPublish(
  store: StoreContract,
  journal: Journal,
  noteGrant: NoteGrant,
): StoreContract['publish'] {
  return async (session, batch, items) => {
    const sentAt = monotonic()
    const answers = await store.publish(session, batch, items)
    answers.forEach((answer, index) => {
      if (answer.result !== 'done') return
      const jobId = items[index]?.id ?? ''
      for (const { runId, token, state, fireAt } of answer.runs) {
        const made = { sentAt, session, jobId, runId, fireAt }
        if (state === 'running') noteGrant({ via: 'publish', ...made, token })
        else journal.note({ type: 'published', ...made })
      }
    })
    return answers
  }
}

function recordedClaim(store: StoreContract, noteGrant: NoteGrant): StoreContract['claim'] {
  return async (session, batch, rooms) => {
    const sentAt = monotonic()
    const answer = await store.claim(session, batch, rooms)
    for (const { run } of answer.claimed) {
      noteGrant({ via: 'claim', sentAt, session, ...namedRun(run) })
    }
    return answer
  }
}

function recordedFinish(store: StoreContract, journal: Journal): StoreContract['finish'] {
  return async (session, outcomes, options) => {
    for (const outcome of outcomes) {
      const result = outcome.end === 'succeeded' ? outcome.result : null
      journal.note({ type: 'offered', session, ...named(outcome), result })
    }
    const results = await store.finish(session, outcomes, options)
    results.forEach(({ result: verdict }, index) => {
      const outcome = outcomes[index]
      if (outcome !== undefined) journal.note({ type: 'judged', ...named(outcome), verdict })
    })
    return results
  }
}

function named({ runId, token, end }: Outcome): Pick<Outcome, 'runId' | 'token' | 'end'> {
  return { runId, token, end }
}

function namedRun({ id: runId, jobId, fireAt, token }: RunRow): {
  runId: string
  jobId: string
  fireAt: number
  token: number
} {
  return { runId, jobId, fireAt, token }
}
