import { Inject, Injectable } from '@nestjs/common'
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus'
import type { Scheduler } from '@punctual/core'
import { SCHEDULER } from '../scheduler-token.ts'

/**
 * Tells Terminus how the scheduler is: up when it is ready, otherwise down with the reasons.
 *
 * Provide it in the module of the health controller, which imports `TerminusModule`.
 *
 * @example
 * ```ts
 * import { Inject } from '@nestjs/common'
 * import { HealthCheckService } from '@nestjs/terminus'
 *
 * class HealthController {
 *   readonly health: HealthCheckService
 *   readonly jobs: PunctualHealthIndicator
 *
 *   constructor(
 *     @Inject(HealthCheckService) health: HealthCheckService,
 *     @Inject(PunctualHealthIndicator) jobs: PunctualHealthIndicator,
 *   ) {
 *     this.health = health
 *     this.jobs = jobs
 *   }
 *
 *   check() {
 *     return this.health.check([() => this.jobs.check('jobs')])
 *   }
 * }
 * ```
 */
@Injectable()
export class PunctualHealthIndicator {
  readonly #indicators: HealthIndicatorService
  readonly #scheduler: Scheduler

  constructor(
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
    @Inject(SCHEDULER) scheduler: Scheduler,
  ) {
    this.#indicators = indicators
    this.#scheduler = scheduler
  }

  /** Whether jobs run here as they should; never rejects. `key` is the name in the answer. */
  async check<const Key extends string>(key: Key): Promise<HealthIndicatorResult<Key>> {
    const session = this.#indicators.check(key)
    try {
      const { ready, reasons } = await this.#scheduler.health()
      return ready ? session.up() : session.down({ reasons })
    } catch (error) {
      return session.down({ reasons: [error instanceof Error ? error.message : String(error)] })
    }
  }
}
