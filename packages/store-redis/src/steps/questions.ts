import type { Ask, EpochMs, FollowRow } from '@punctual/core/store'
import { followTable, type FollowSheet } from '../rows/follow-table.ts'
import { jobTable } from '../rows/job-table.ts'
import { under, upTo } from '../rows/member.ts'
import { nodeTable } from '../rows/node-table.ts'
import { runTable } from '../rows/run-table.ts'
import { sortable, unsortable } from '../rows/sortable.ts'
import { spanTable } from '../rows/span-table.ts'
import type { Question, QuestionOf } from './question.ts'
import { allOf, byKey, someOf } from './row-question.ts'
import { textsOf } from './reply.ts'

type Questions = { readonly [A in Ask['ask']]: QuestionOf<A> }

/** Jobs that one look for forgotten ones goes over, at most. */
const LOOKED_AT = 2_000

/** How each thing that a step may ask is asked of Redis. One set serves one store: it remembers how far a round came. */
export class AllQuestions {
  #unarmedAfter = ''

  of(ask: Ask): Question {
    // The table has an entry for each kind, which the compiler cannot follow from here.
    const put = this.#questions[ask.ask] as (ask: Ask) => Question
    return put(ask)
  }

  readonly #questions: Questions = {
    job: ({ job }) => byKey(jobTable, [job], (jobs) => ({ jobs })),
    run: ({ run }) => byKey(runTable, [run], (runs) => ({ runs })),
    node: ({ session }) => byKey(nodeTable, [session], (nodes) => ({ nodes })),
    followsOf: ({ job }) => byKey(followTable, [job], (sheets) => ({ follows: rowsOf(sheets) })),
    liveRuns: ({ job }) => allOf(runTable, under('runs.live', job), (runs) => ({ runs })),
    lastSpans: ({ job }) =>
      allOf(spanTable, under('spans.job', job), (spans) => ({ spans }), 'newest'),
    followersOf: ({ job }) =>
      allOf(followTable, under('follows.parent', job), (sheets) => ({
        follows: rowsOf(sheets).filter(({ parent }) => parent === job),
      })),
    nodes: () =>
      someOf(
        nodeTable,
        (call) => call.add('range', call.key('nodes.session'), call.key('nodes'), '-', '+', -1),
        (nodes) => ({ nodes }),
      ),
    // As a whole: a run that its session takes while somebody closes it must not be left behind.
    ownedRuns: ({ session }) => allOf(runTable, under('runs.owned', session), (runs) => ({ runs })),
    declaredJobs: ({ app }) => {
      const { index, min, max } = under('jobs.app', app)
      return someOf(
        jobTable,
        (call) => call.add('range', call.key(index), call.key('jobs'), min, max, -1),
        (jobs) => ({ jobs }),
      )
    },
    queuedJobs: ({ limit }) =>
      someOf(
        jobTable,
        (call) => call.add('heads', call.key('runs.waiting'), call.key('jobs'), limit),
        (jobs) => ({ jobs }),
      ),
    unarmedJobs: ({ limit }) => this.#unarmed(limit),
    dueJobs: ({ until, limit }) => {
      const { index, min, max } = upTo('jobs.due', until)
      return someOf(
        jobTable,
        (call) => call.add('range', call.key(index), call.key('jobs'), min, max, limit),
        (jobs) => ({ jobs }),
      )
    },
    nextDue: ({ until }) => nextDue(until),
    readyRuns: (ask) => ready(ask.room, ask.limit),
    nextReady: (ask) => ready(ask.room, 0),
  }

  #unarmed(limit: number): Question {
    const after = this.#unarmedAfter
    return someOf(
      jobTable,
      (call) => {
        call.add('without', call.key('jobs.unarmed'), call.key('runs.live'), call.key('jobs'))
        call.add(after, limit, LOOKED_AT)
      },
      (jobs, stopped) => {
        this.#unarmedAfter = stopped ?? ''
        return { jobs }
      },
    )
  }
}

function rowsOf(sheets: readonly FollowSheet[]): readonly FollowRow[] {
  return sheets.flatMap(({ rows }) => rows)
}

function nextDue(until: EpochMs): Question {
  return {
    put: (call) => call.add('first', call.key('jobs.due'), `[${sortable(until)}\v`, '+'),
    answer: (reply) => ({ at: instantOf(textsOf(reply)[0]) }),
  }
}

function ready(room: Extract<Ask, { ask: 'readyRuns' }>['room'], limit: number): Question {
  return someOf(
    runTable,
    (call) => {
      call.add('ready', call.key('runs.ready'), call.key('runs'), room.executor, limit)
      call.add(room.tasks.length)
      for (const { name, version } of room.tasks) call.add(name, sortable(version))
    },
    (runs, later) => ({ runs, at: instantOf(later) }),
  )
}

/** The instant with which a member begins. */
function instantOf(text: string | null | undefined): EpochMs | null {
  return text === null || text === undefined || text === ''
    ? null
    : unsortable(text.split('\n')[0]!)
}
