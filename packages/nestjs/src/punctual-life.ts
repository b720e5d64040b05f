import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common'
import type { Scheduler } from '@punctual/core'
import { ServerLife } from '@punctual/core/framework'
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
  readonly #warning = new ShutdownWarning()

  constructor(@Inject(OPTIONS) options: PunctualOptions, @Inject(SCHEDULER) scheduler: Scheduler) {
    this.#life = new ServerLife(scheduler, options)
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#life.start()
    if (!this.#life.closing) this.#warning.arm()
  }

  onModuleDestroy(): void {
    this.#warning.disarm()
    this.#life.beginClosing()
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#life.end()
  }
}
