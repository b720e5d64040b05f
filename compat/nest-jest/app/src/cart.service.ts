import { Injectable } from '@nestjs/common'
import { at, cron, defineTask, type ContextOf, type Scheduler } from '@punctual/core'
import { InjectScheduler, OnTask, Scheduled } from '@punctual/nestjs'

export const sendReminder = defineTask<{ cartId: string }, string>('send-reminder')

@Injectable()
export class CartService {
  sweeps = 0

  constructor(@InjectScheduler() private readonly scheduler: Scheduler) {}

  async abandoned(cartId: string, due: Date): Promise<void> {
    await this.scheduler.addJob({
      id: `cart/${cartId}`,
      task: sendReminder,
      trigger: at(due),
      input: { cartId },
    })
  }

  @OnTask(sendReminder)
  async remind({ input }: ContextOf<typeof sendReminder>): Promise<string> {
    return `reminded of ${input.cartId}`
  }

  @Scheduled(cron('0 3 * * *', { timezone: 'Asia/Shanghai' }), { id: 'sweep' })
  async sweep(): Promise<void> {
    this.sweeps += 1
  }
}
