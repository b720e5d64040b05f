import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Injectable } from '@nestjs/common'
import { at, durationOf, type ContextOf, type Scheduler } from '@punctual/core'
import { InjectScheduler, OnTask } from '@punctual/nestjs'
import { Invoices } from './invoices.ts'
import { sendInvoice } from './send-invoice.ts'

/** An order as a client gives it; `invoiceIn` is how long the invoice may wait. */
export interface NewOrder {
  readonly item: string
  readonly invoiceIn?: string
}

@Injectable()
export class OrdersService {
  readonly #invoices: Invoices

  constructor(
    @InjectScheduler() private readonly scheduler: Scheduler,
    invoices: Invoices,
  ) {
    this.#invoices = invoices
  }

  /** Takes the order, and has its invoice sent later: by whichever process is there then. */
  async take({ item, invoiceIn = '1m' }: NewOrder): Promise<{ order: string; invoiceAt: string }> {
    const order = randomUUID()
    const invoiceAt = Date.now() + durationOf(invoiceIn, { name: 'invoiceIn' })
    await this.scheduler.addJob({
      id: `invoice/${order}`,
      task: sendInvoice,
      trigger: at(invoiceAt),
      input: { order, item },
    })
    return { order, invoiceAt: new Date(invoiceAt).toISOString() }
  }

  @OnTask(sendInvoice)
  async send({ input, runId, signal, log }: ContextOf<typeof sendInvoice>): Promise<void> {
    await pause(500, undefined, { signal })
    this.#invoices.send(runId, `Invoice for ${input.item}`)
    log.info({ order: input.order }, 'the invoice is sent')
  }
}
