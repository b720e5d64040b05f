import { currentRun, insideRun } from '../../engine/current-run.ts'
import { jsonTextOf } from '../../json/json-text.ts'
import type { ToWorker } from '../messages.ts'
import { moduleCode } from '../module-code.ts'
import { revivedError, sentError } from '../sent-error.ts'
import type { WorkerHome } from './worker-home.ts'
import { WorkerRun } from './worker-run.ts'

/** What a worker does with what its pool says: one run after the other. */
export class RunLoop {
  readonly #home: WorkerHome
  #run: WorkerRun | null = null
  #count = 0

  constructor(home: WorkerHome) {
    this.#home = home
  }

  hear(message: ToWorker): void {
    if (message.kind === 'run') void this.#execute(message)
    else if (this.#run?.id === message.id) this.#run.abort(revivedError(message.reason))
  }

  /** Something threw that nothing caught: in the run, or in what an earlier one left behind. */
  threw(thrown: unknown): void {
    const run = this.#run
    const by = currentRun()
    const error = sentError(thrown)
    if (run !== null && (by === null || by === run)) {
      this.#home.post({ kind: 'uncaught', id: run.id, error })
    } else {
      this.#home.post({ kind: 'stray', id: this.#count, error, runId: by?.runId ?? null })
    }
  }

  async #execute(message: Extract<ToWorker, { readonly kind: 'run' }>): Promise<void> {
    const { id } = message
    const run = new WorkerRun(id, message.run, this.#home)
    this.#run = run
    this.#count = id
    this.#home.busy(true)
    this.#home.post({ kind: 'begun', id })
    const end = await this.#ended(run, message)
    run.close()
    this.#run = null
    this.#home.busy(false)
    this.#home.post(end)
  }

  async #ended(
    run: WorkerRun,
    { module, export: name }: { readonly module: string; readonly export: string },
  ): Promise<Parameters<WorkerHome['post']>[0]> {
    const { id } = run
    try {
      const code = await moduleCode(module, name)
      run.throwIfAborted()
      const result: unknown = await insideRun(run, () => code(run))
      return { kind: 'returned', id, result: jsonTextOf(result, { name: 'result' }) }
    } catch (thrown) {
      return { kind: 'threw', id, error: sentError(thrown) }
    }
  }
}
