import 'reflect-metadata'
import { Injectable, Module, type INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ScheduleModule, Timeout } from '@nestjs/schedule'
import type { ClosingServer } from './closing-server.ts'

/** @nestjs/schedule as its documentation has it; decorators are called by hand, as Node does not read them. */
export function nestjsSchedule(): ClosingServer {
  let app: INestApplication | null = null
  return {
    async start(work) {
      class Jobs {
        async work(): Promise<void> {
          await work()
        }
      }
      Injectable()(Jobs)
      const method = Object.getOwnPropertyDescriptor(Jobs.prototype, 'work')
      if (method === undefined) throw new Error('no method')
      Timeout(10)(Jobs.prototype, 'work', method)
      class AppModule {}
      Module({ imports: [ScheduleModule.forRoot()], providers: [Jobs] })(AppModule)
      app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] })
      app.enableShutdownHooks()
      await app.listen(0, '127.0.0.1')
    },
    close: async () => await app?.close(),
    outcome: async () => null,
  }
}
