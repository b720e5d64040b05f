import { EventEmitter } from 'node:events'
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import { currentRun, type Scheduler } from '@punctual/core'
import { ServerLife } from '@punctual/core/framework'
import { OpenRequests } from './open-requests.ts'
import { OPTIONS, type PunctualOptions } from './punctual-options.ts'
import { SCHEDULER } from './scheduler-token.ts'
import { ShutdownWarning } from './shutdown-warning.ts'

/**
 * The scheduler lives as long as the application: it starts once all modules are there, claims nothing more from when the
 * application begins to close, and has ended before HTTP closes and before anybody's `onApplicationShutdown`.
 */
@Injectable()
export class PunctualLife
  implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown
{
  readonly #life: ServerLife
  readonly #http: HttpAdapterHost
  readonly #requests = new OpenRequests()
  readonly #warning = new ShutdownWarning()

  constructor(
    @Inject(OPTIONS) options: PunctualOptions,
    @Inject(SCHEDULER) scheduler: Scheduler,
    @Inject(HttpAdapterHost) http: HttpAdapterHost,
  ) {
    this.#life = new ServerLife(scheduler, options)
    this.#http = http
  }

  async onApplicationBootstrap(): Promise<void> {
    const server: unknown = this.#http.httpAdapter?.getHttpServer()
    if (server instanceof EventEmitter) this.#requests.watch(server)
    await this.#life.startBeforeListening()
    this.#warning.arm()
  }

  onModuleDestroy(): void {
    this.#warning.disarm()
    this.#warnOfRun()
    this.#life.beginClosing()
  }

  /** The application would wait for the run, and the run for the application, until the drain is over. */
  #warnOfRun(): void {
    const run = currentRun()
    if (run?.scheduler !== this.#life.scheduler) return
    new Logger('Punctual').warn(
      `job "${run.jobId}" closes the application, which waits for its running jobs: let the job not await close(), or it is aborted when the drain is over`,
    )
  }

  /** Requests first, for they may still add jobs; running jobs go on meanwhile, and one deadline binds both. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#life.beginClosing()
    await this.#requests.answered(this.#life.left)
    await this.#life.end()
  }
}
