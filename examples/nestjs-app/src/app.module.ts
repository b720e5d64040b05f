import { Module } from '@nestjs/common'
import { ConfigModule, ConfigService } from '@nestjs/config'
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core'
import { statusHandler } from '@punctual/core/http'
import { PunctualModule, type PunctualOptions } from '@punctual/nestjs'
import { sqliteStore } from '@punctual/store-sql/sqlite'
import { settings } from './settings.ts'
import { JobsController } from './operations/jobs.controller.ts'
import { RefusalFilter } from './operations/refusal.filter.ts'
import { RunTimesInterceptor } from './operations/run-times.interceptor.ts'
import { OrdersModule } from './orders/orders.module.ts'
import { ReportsModule } from './reports/reports.module.ts'

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true, load: [settings], ignoreEnvFile: true }),
    PunctualModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService): PunctualOptions => ({
        app: { name: 'shop' },
        // The one line that knows the database: another store here, and the processes may stand on several machines.
        store: sqliteStore({ path: config.getOrThrow<string>('database') }),
        drain: config.getOrThrow<string>('drain'),
        mount: { '/internal': (scheduler) => statusHandler(scheduler) },
      }),
    }),
    OrdersModule,
    ReportsModule,
  ],
  controllers: [JobsController],
  providers: [
    { provide: APP_INTERCEPTOR, useClass: RunTimesInterceptor },
    { provide: APP_FILTER, useClass: RefusalFilter },
  ],
})
export class AppModule {}
