import { Inject, Injectable, Scope, UseGuards } from '@nestjs/common'
import { ConfigService } from '@nestjs/config'
import { REQUEST } from '@nestjs/core'
import { cron, every, type RunContext } from '@punctual/core'
import { Scheduled } from '@punctual/nestjs'
import { Invoices } from '../orders/invoices.ts'
import { MaintenanceGuard } from './maintenance.guard.ts'

/** Made anew for each run, as for each request: the run itself can be injected. */
@Injectable({ scope: Scope.REQUEST })
@UseGuards(MaintenanceGuard)
export class ReportService {
  readonly #run: RunContext
  readonly #invoices: Invoices

  constructor(@Inject(REQUEST) run: RunContext, invoices: Invoices) {
    this.#run = run
    this.#invoices = invoices
  }

  /** How often is a matter of configuration. */
  @Scheduled((ref) => every(ref.get(ConfigService).getOrThrow('reportEvery')), {
    id: 'sales-report',
  })
  @Scheduled(cron('0 9 * * mon', { timezone: 'Europe/Berlin' }), { id: 'weekly-report' })
  report(): { invoices: number; of: string } {
    return {
      invoices: this.#invoices.list().length,
      of: new Date(this.#run.fireTime).toISOString(),
    }
  }
}
