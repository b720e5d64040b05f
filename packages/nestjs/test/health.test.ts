import { Controller, Get, Inject, Module } from '@nestjs/common'
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus'
import { expect, test } from 'vitest'
import { PunctualModule } from '../src/index.ts'
import { PunctualHealthIndicator } from '../src/terminus/index.ts'
import { platforms, serve } from './nest-apps.ts'

@Controller('health')
class HealthController {
  readonly #health: HealthCheckService
  readonly #jobs: PunctualHealthIndicator
  constructor(
    @Inject(HealthCheckService) health: HealthCheckService,
    @Inject(PunctualHealthIndicator) jobs: PunctualHealthIndicator,
  ) {
    this.#health = health
    this.#jobs = jobs
  }

  @Get()
  @HealthCheck()
  check() {
    return this.#health.check([() => this.#jobs.check('jobs')])
  }
}

@Module({
  imports: [PunctualModule.forRoot(), TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [PunctualHealthIndicator],
})
class AppModule {}

test.for(platforms)(
  'on %s the indicator is up while jobs run, and says why it is down',
  async (platform) => {
    const { scheduler, url } = await serve(AppModule, platform)
    const up = await fetch(`${url}/health`)
    expect(up.status).toBe(200)
    expect(await up.json()).toMatchObject({ status: 'ok', info: { jobs: { status: 'up' } } })
    await scheduler.stop()
    const down = await fetch(`${url}/health`)
    expect(down.status).toBe(503)
    expect(await down.json()).toMatchObject({
      error: {
        jobs: { status: 'down', reasons: expect.arrayContaining(['the scheduler is stopped']) },
      },
    })
  },
)
