import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { ModuleRef, ModulesContainer } from '@nestjs/core'
import { PunctualError, type EventName, type Scheduler, type Task } from '@punctual/core'
import { Declarations, naming } from './declarations.ts'
import { DiscoveredMethods, type DiscoveredMethod } from './discovered-methods.ts'
import { EventMethods } from './event-methods.ts'
import { FeatureJobs } from './feature-jobs.ts'
import { MethodRunners } from './method-runners.ts'
import { ON_JOB_EVENT } from './on-job-event.ts'
import { ON_TASK } from './on-task.ts'
import { SCHEDULED, type ScheduledMark } from './scheduled.ts'
import { SCHEDULER } from './scheduler-token.ts'

/** Collects what the application declares, before the scheduler starts. */
@Injectable()
export class Boot implements OnModuleInit {
  readonly #scheduler: Scheduler
  readonly #methods: DiscoveredMethods
  readonly #runners: MethodRunners
  readonly #modules: ModulesContainer
  readonly #moduleRef: ModuleRef

  constructor(
    @Inject(SCHEDULER) scheduler: Scheduler,
    @Inject(DiscoveredMethods) methods: DiscoveredMethods,
    @Inject(MethodRunners) runners: MethodRunners,
    @Inject(ModulesContainer) modules: ModulesContainer,
    @Inject(ModuleRef) moduleRef: ModuleRef,
  ) {
    this.#scheduler = scheduler
    this.#methods = methods
    this.#runners = runners
    this.#modules = modules
    this.#moduleRef = moduleRef
  }

  async onModuleInit(): Promise<void> {
    this.#checkOnce()
    this.#handleTasks()
    this.#hearEvents()
    const declarations = new Declarations(this.#scheduler, this.#moduleRef)
    await this.#declareMethods(declarations)
    await this.#declareFeatures(declarations)
  }

  #checkOnce(): void {
    const homes = [...this.#modules.values()].filter(({ providers }) => providers.has(Boot))
    if (homes.length <= 1) return
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'PunctualModule is set up twice: call forRoot once, in the root module, and forFeature elsewhere; one scheduler may have several stores',
    )
  }

  #handleTasks(): void {
    for (const method of this.#methods.withMetadata<readonly Task[]>(ON_TASK)) {
      const runner = this.#runners.of(method.wrapper, method.name)
      for (const task of method.metadata) {
        naming(`@OnTask on ${placeOf(method)}`, () => {
          this.#scheduler.handle(task, (run) => runner.call(run))
        })
      }
    }
  }

  #hearEvents(): void {
    const events = new EventMethods(this.#scheduler, (error, place) => {
      const stack = error instanceof Error ? error.stack : undefined
      new Logger('Punctual').error(`@OnJobEvent on ${place} failed: ${String(error)}`, stack)
    })
    for (const method of this.#methods.withMetadata<readonly EventName[]>(ON_JOB_EVENT)) {
      for (const name of method.metadata) events.add(name, method)
    }
  }

  async #declareMethods(declarations: Declarations): Promise<void> {
    for (const method of this.#methods.withMetadata<readonly ScheduledMark[]>(SCHEDULED)) {
      const runner = this.#runners.of(method.wrapper, method.name)
      for (const [index, { trigger, options }] of method.metadata.entries()) {
        const { id = defaultId(method, index), ...policies } = options
        const where = `@Scheduled on ${placeOf(method)}`
        const code = (run: object): Promise<unknown> => runner.call(run)
        await declarations.add({ where, id, trigger, code, options: policies })
      }
    }
  }

  async #declareFeatures(declarations: Declarations): Promise<void> {
    for (const { providers } of this.#modules.values()) {
      const instance: unknown = providers.get(FeatureJobs)?.instance
      if (!(instance instanceof FeatureJobs)) continue
      for (const job of instance.jobs) {
        await declarations.add({ ...job, where: 'PunctualModule.forFeature' })
      }
    }
  }
}

function placeOf({ className, name }: DiscoveredMethod<unknown>): string {
  return `${className}.${name}`
}

function defaultId(method: DiscoveredMethod<unknown>, index: number): string {
  return index === 0 ? placeOf(method) : `${placeOf(method)}#${index + 1}`
}
