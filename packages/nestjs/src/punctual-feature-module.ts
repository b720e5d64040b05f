import { Inject, Module } from '@nestjs/common'
import { SCHEDULER } from './scheduler-token.ts'

/** The home of jobs of one feature module. It needs the scheduler, so Nest refuses it where `forRoot` is missing. */
@Module({})
export class PunctualFeatureModule {
  constructor(@Inject(SCHEDULER) _scheduler: unknown) {}
}
