import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common'
import { Cron, ScheduleModule, SchedulerRegistry } from '@nestjs/schedule'
import { CronJob } from 'cron'
import type { Shop } from '../shop.ts'

const SHOP = Symbol('shop')

@Injectable()
export class ShopJobs {
  constructor(
    @Inject(SHOP) private readonly shop: Shop,
    @Inject(SchedulerRegistry) private readonly registry: SchedulerRegistry,
  ) {}

  @Cron('0 3 * * *', { name: 'nightly-cleanup', timeZone: 'Europe/Berlin' })
  cleanUp(): Promise<void> {
    return this.shop.cleanUp()
  }

  @Cron('*/15 * * * *', { name: 'sync-orders', waitForCompletion: true })
  syncOrders(): Promise<void> {
    return this.shop.syncOrders()
  }

  remindAt(when: Date, cartId: string): void {
    const job = new CronJob(when, () => this.shop.remind(cartId))
    this.registry.addCronJob(`cart/${cartId}`, job)
    job.start()
  }
}

@Module({})
export class ShopModule {
  static with(shop: Shop): DynamicModule {
    return {
      module: ShopModule,
      imports: [ScheduleModule.forRoot()],
      providers: [ShopJobs, { provide: SHOP, useValue: shop }],
    }
  }
}
