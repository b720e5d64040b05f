import { declaredColumns, jobColumns } from '../engine/job-columns.ts'
import type { StoreLink } from '../engine/store-link.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { jobOf } from '../ledger/job-view.ts'
import type { JobPut, PutResult } from '../store/store-messages.ts'
import { SECOND } from '../time/epoch.ts'
import { followed } from '../time/followed.ts'
import { changeJob } from './change-job.ts'
import { checkedSaying, type Given } from './declare-job.ts'
import { DeclaredJob } from './declared-job.ts'
import { putRow } from './put-answer.ts'
import { resumeOf } from './resume-job.ts'
import type { VerbParts } from './verb-parts.ts'

const AT_ONCE = 100

/** The jobs that the code of this node declares: put when a store is joined, and at once when declared later. */
export class Declarations {
  readonly #parts: VerbParts
  readonly #all = new Map<string, DeclaredJob>()

  constructor(parts: VerbParts) {
    this.#parts = parts
    parts.gate.onClose(() => this.#close())
  }

  /** Takes a declaration; refuses at once what is wrong with it, a taken id with `PUNCTUAL_JOB_EXISTS`. */
  add(given: Given): DeclaredJob {
    this.#parts.gate.check()
    const saying = checkedSaying(this.#parts, given)
    const key = JSON.stringify([saying.store, saying.id])
    if (this.#all.has(key)) throw declaredTwice(saying.id)
    if (typeof given.code === 'function') {
      this.#parts.node.registry.add(saying.id, given.code, {})
    }
    const job = new DeclaredJob(saying)
    this.#all.set(key, job)
    if (this.#parts.node.settings.role === 'off') job.refused(declaresNothing())
    const link = this.#parts.links.of(saying.store)
    if (link.session !== null) this.#putLate(link, job)
    return job
  }

  /** The executors of the jobs that are declared with this task. */
  executorsOf(task: string): readonly string[] {
    return [...this.#all.values()]
      .filter(({ saying }) => saying.task === task)
      .map(({ saying }) => saying.executor)
  }

  /** Puts all jobs of a store that was joined. The first refusal is thrown when `strict`, once all were put. */
  async putAll(link: StoreLink, { strict }: { readonly strict: boolean }): Promise<void> {
    const jobs = [...this.#all.values()].filter(({ store }) => store === link.alias)
    const refusals: unknown[] = []
    for (let at = 0; at < jobs.length; at += AT_ONCE) {
      refusals.push(...(await this.#put(link, jobs.slice(at, at + AT_ONCE))))
    }
    if (strict && refusals.length > 0) throw refusals[0]
  }

  #putLate(link: StoreLink, job: DeclaredJob): void {
    const { clock, logger } = this.#parts.node.settings
    const put = this.#put(link, [job]).then(
      () => link.poke(),
      (error: unknown) => {
        if (this.#parts.gate.closed || link.session === null) return
        logger.warn({ job: job.id, error }, 'the declared job could not be stored: trying again')
        clock.setTimer(SECOND, () => this.#putLate(link, job))
      },
    )
    void followed(clock, put)
  }

  /** Gives what the store refused; rejects when the store does not answer. */
  async #put(link: StoreLink, jobs: readonly DeclaredJob[]): Promise<readonly unknown[]> {
    const refusals: unknown[] = []
    const puts: { readonly job: DeclaredJob; readonly put: JobPut }[] = []
    for (const job of jobs) {
      try {
        await job.saying.accepted
        puts.push({ job, put: this.#columns(link, job) })
      } catch (error) {
        refusals.push(this.#refuse(job, error))
      }
    }
    const store = await link.opened()
    const by = link.session === null ? {} : { by: link.session }
    const columns = puts.map(({ put }) => put)
    const answers = columns.length === 0 ? [] : await store.put(columns, 'declare', by)
    for (const [at, { job }] of puts.entries()) {
      try {
        await this.#settle(link, job, answers[at])
      } catch (error) {
        if (!isRefusal(error)) throw error
        refusals.push(this.#refuse(job, error))
      }
    }
    return refusals
  }

  async #settle(link: StoreLink, job: DeclaredJob, answer: PutResult | undefined): Promise<void> {
    const row = putRow(this.#parts, link, job.id, answer)
    if (answer?.result !== 'undeclared') return job.stored(jobOf(row, link.alias))
    const lifted = await changeJob(
      this.#parts,
      { id: job.id, store: link.alias },
      { revision: null, news: 'resumed' },
      (found) => resumeOf(this.#parts, found, { lifts: 'undeclared', catchUp: false }),
    )
    job.stored(lifted)
  }

  #columns(link: StoreLink, { saying }: DeclaredJob): JobPut {
    const { registry, settings, timelines } = this.#parts.node
    const { edits: _edits, formerly: _formerly, source = 'code', ...options } = saying.options
    const put = jobColumns({
      ...{ id: saying.id, store: saying.store, trigger: saying.trigger, input: saying.input },
      ...{ inc: settings.entropy.short(), taskName: saying.task, source, timelines },
      ...{ task: registry.find(saying.task), options, defaults: settings.defaults },
      now: link.now(),
    })
    return declaredColumns(put, {
      app: settings.app,
      since: link.since(),
      options: saying.options,
    })
  }

  #refuse(job: DeclaredJob, reason: unknown): unknown {
    const { announcer, settings } = this.#parts.node
    job.refused(reason)
    announcer.rejected(job.id, reason)
    settings.logger.error({ job: job.id, error: reason }, 'a declared job was refused')
    return reason
  }

  #close(): void {
    const reason = new PunctualError(
      'PUNCTUAL_STOPPED',
      'the scheduler stopped before it stored the job',
    )
    for (const job of this.#all.values()) job.refused(reason)
  }
}

/** Errors of the store itself pass; what it refuses stays refused. */
function isRefusal(error: unknown): boolean {
  return error instanceof PunctualError && !error.code.startsWith('PUNCTUAL_STORE_')
}

function declaresNothing(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_NOT_RUNNING',
    'a scheduler of role off stores no declared jobs: those of other roles do',
  )
}

function declaredTwice(id: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_JOB_EXISTS',
    `job "${id}" is declared already on this scheduler: give the second one another id`,
    { details: { id } },
  )
}
