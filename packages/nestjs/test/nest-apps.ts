import { Module, type INestApplication, type ModuleMetadata, type Type } from '@nestjs/common'
import { Test, type TestingModule } from '@nestjs/testing'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { Run, Scheduler } from '@punctual/core'
import { onTestFinished } from 'vitest'
import { PunctualModule, SCHEDULER, type PunctualOptions } from '../src/index.ts'

export const platforms = ['express', 'fastify'] as const
export type Platform = (typeof platforms)[number]

/** An application with the providers, closed when the test is over. */
export interface Started {
  readonly module: TestingModule
  readonly scheduler: Scheduler
}

export function moduleOf(metadata: ModuleMetadata, options: PunctualOptions = {}): Type {
  const { imports = [], ...others } = metadata
  class AppModule {}
  Module({ imports: [PunctualModule.forRoot(options), ...imports], ...others })(AppModule)
  return AppModule
}

/** Without HTTP. */
export async function start(
  metadata: ModuleMetadata,
  options: PunctualOptions = {},
): Promise<Started> {
  const module = await compile(moduleOf(metadata, options))
  onTestFinished(() => module.close())
  await module.init()
  return { module, scheduler: module.get(SCHEDULER) }
}

/** Rejects with what fails the boot; whatever was made is closed. */
export async function boot(metadata: ModuleMetadata, options: PunctualOptions = {}): Promise<void> {
  const module = await compile(moduleOf(metadata, options))
  try {
    await module.init()
  } finally {
    await module.close()
  }
}

/** A server on a free port, closed when the test is over. */
export async function serve(
  root: Type,
  platform: Platform,
  prepare: (app: INestApplication) => void = () => {},
): Promise<{
  readonly app: INestApplication
  readonly url: string
  readonly scheduler: Scheduler
}> {
  const module = await compile(root)
  const app =
    platform === 'express'
      ? module.createNestApplication()
      : module.createNestApplication(new FastifyAdapter({ forceCloseConnections: true }))
  onTestFinished(() => app.close())
  prepare(app)
  await app.listen(0, '127.0.0.1')
  return { app, url: await app.getUrl(), scheduler: app.get(SCHEDULER) }
}

/** Runs a job now, and waits for its end. */
export async function ran(scheduler: Scheduler, id: string): Promise<Run> {
  const handle = await scheduler.runJob(id)
  return await handle.finished()
}

function compile(root: Type): Promise<TestingModule> {
  return Test.createTestingModule({ imports: [root] })
    .setLogger(SILENT)
    .compile()
}

const SILENT = { log() {}, warn() {}, error() {} }
