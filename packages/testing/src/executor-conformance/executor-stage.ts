import {
  createScheduler,
  defineTask,
  memoryStore,
  type JobStore,
  type Json,
  type Logger,
  type Policies,
  type Run,
  type RunHandle,
  type RunState,
  type Scheduler,
  type SchedulerOptions,
  type Task,
  type TaskOptions,
} from '@punctual/core'
import { Patience } from '../framework-conformance/patience.ts'
import type { ExecutorHarness, ExecutorPlan } from './executor-harness.ts'

/** A line that was logged. */
export interface Line {
  readonly level: keyof Logger
  readonly fields: Readonly<Record<string, unknown>>
  readonly message: string
}

/** What a case plans beside the executor. */
export type StagePlan = Partial<ExecutorPlan> & Pick<SchedulerOptions, 'withRun' | 'killAfter'>

/** How long an aborted run may go on in the cases that let one do so. */
export const KILL_AFTER = 100

const { url } = import.meta
const sampleJobs = new URL(`./sample-jobs${url.endsWith('.ts') ? '.ts' : '.js'}`, url)

/** A scheduler with the executor under test as `under`, as a case sees it: short words for what most cases do. */
export class ExecutorStage {
  readonly patience: Patience
  readonly harness: ExecutorHarness
  readonly lines: Line[] = []
  readonly #store: JobStore = memoryStore()
  readonly #schedulers: Scheduler[] = []
  #tasks = 0

  constructor(harness: ExecutorHarness) {
    this.harness = harness
    this.patience = new Patience(harness.patience ?? 20_000)
  }

  /** A scheduler that works. */
  async start({
    withRun,
    killAfter = '1m',
    size = 1,
    ...plan
  }: StagePlan = {}): Promise<Scheduler> {
    const scheduler = createScheduler({
      store: this.#store,
      logger: this.#logger(),
      killAfter,
      executors: { under: this.harness.open({ size, ...plan }) },
      ...(withRun !== undefined && { withRun }),
    })
    this.#schedulers.push(scheduler)
    await scheduler.start()
    return scheduler
  }

  /** A task whose code is an export of the sample jobs, or of another module. */
  task(
    scheduler: Scheduler,
    name: string,
    options: TaskOptions & { readonly module?: URL } = {},
  ): Task {
    const { module = sampleJobs, ...rest } = options
    this.#tasks += 1
    // What a case gives may be wrong on purpose.
    const task: Task = defineTask<unknown>(`${name}-${this.#tasks}`, {
      executor: 'under',
      ...rest,
    } as never)
    scheduler.handle(task, { module, ...(name !== 'default' && { export: name }) })
    return task
  }

  /** The same with a schema, of whatever makes one. */
  taskWith(scheduler: Scheduler, name: string, schema: { readonly input: unknown }): Task {
    return this.task(scheduler, name, schema as TaskOptions)
  }

  /** Begins a run of an export. */
  async begin(
    scheduler: Scheduler,
    name: string,
    options: TaskOptions & { readonly module?: URL; readonly given?: Json } = {},
  ): Promise<RunHandle<unknown>> {
    const { given, ...rest } = options
    return await scheduler.runTask(this.task(scheduler, name, rest), given)
  }

  /** The end of a run of an export. */
  async run(
    scheduler: Scheduler,
    name: string,
    options: Parameters<ExecutorStage['begin']>[2] = {},
  ): Promise<Run<unknown>> {
    return await this.end(await this.begin(scheduler, name, options), name)
  }

  end(handle: RunHandle<unknown>, what: string = handle.id): Promise<Run<unknown>> {
    return this.patience.for(`the run of ${what} ends`, handle.finished())
  }

  /** Runs something, so that a worker is there: its start is no part of what is timed. */
  async warm(scheduler: Scheduler): Promise<void> {
    await this.run(scheduler, 'place')
  }

  /** The state of a run, also when its scheduler was stopped. */
  async stateOf(runId: string): Promise<RunState | null> {
    const client = createScheduler({ store: this.#store, role: 'off', logger: this.#logger() })
    const run = await client.getRun(runId)
    await client.stop()
    return run?.state ?? null
  }

  /** Resolves when a run has told that it is under way: by a progress of one half. */
  half(scheduler: Scheduler): Promise<void> {
    const told = new Promise<void>((resolve) => {
      scheduler.on('run:progress', ({ fraction }) => {
        if (fraction === 0.5) resolve()
      })
    })
    return this.patience.for('the run is under way', told)
  }

  /** Whatever the case left running is ended with its worker. */
  async clear(): Promise<void> {
    const limits = { drain: 0, killAfter: KILL_AFTER } as const
    const stops = Promise.allSettled(this.#schedulers.map((one) => one.stop(limits)))
    await this.patience.for('the scheduler stops', stops).catch(() => {})
  }

  #logger(): Logger {
    const line =
      (level: keyof Logger) =>
      (fields: object, message: string): void =>
        void this.lines.push({ level, fields: { ...fields }, message })
    return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  }
}

/** An input that says where the code finds what it needs of this library. */
export function coreOf({ harness }: ExecutorStage): { readonly core: string } {
  return { core: harness.core ?? '@punctual/core' }
}

/** The policies of a task that is tried again at once. */
export function again(limit: number): Pick<Policies, 'retry'> {
  return { retry: { limit, delay: 1, backoff: 'fixed', jitter: false } }
}
