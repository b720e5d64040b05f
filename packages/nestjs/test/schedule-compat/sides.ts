import 'reflect-metadata'
import type { LoggerService, ModuleMetadata } from '@nestjs/common'
import * as original from '@nestjs/schedule'
import { Test, type TestingModule } from '@nestjs/testing'
import { createScheduler, type Scheduler } from '@punctual/core'
import { virtualClock } from '@punctual/testing'
import { onTestFinished, vi } from 'vitest'
import * as compat from '../../src/schedule-compat/index.ts'

export type Api = typeof compat

/** Where all tests begin: a Tuesday, just before noon, and between two seconds. */
export const BEGIN: number = Date.parse('2026-03-03T11:59:59.400Z')

export interface LogLine {
  readonly level: string
  readonly message: unknown
  readonly context: unknown
}

/** An application on one side, and its time. */
export interface App {
  readonly module: TestingModule
  readonly registry: compat.SchedulerRegistry
  readonly log: readonly LogLine[]
  advance(millis: number): Promise<void>
  close(): Promise<void>
}

export interface Side {
  readonly name: string
  readonly api: Api
  /** Boots an application with the module and what else is given. */
  boot(metadata: ModuleMetadata, given?: BootOptions): Promise<App>
}

export interface BootOptions {
  readonly options?: compat.ScheduleModuleOptions
  /** In place of `forRoot(options)`. */
  readonly module?: (
    scheduler: Scheduler | undefined,
  ) => ReturnType<Api['ScheduleModule']['forRoot']>
}

/** The package itself, on the fake timers of the test runner: it knows no other. */
const theirs: Side = {
  name: '@nestjs/schedule',
  // The same names and calls; that their types fit stands in same-source.test.ts.
  api: original as unknown as Api,
  async boot(metadata, { options, module } = {}) {
    vi.useFakeTimers({
      now: BEGIN,
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    })
    onTestFinished(() => void vi.useRealTimers())
    const imported = module?.(undefined) ?? this.api.ScheduleModule.forRoot(options)
    return appOf(
      this,
      { ...metadata, imports: [imported, ...(metadata.imports ?? [])] },
      async (millis) => {
        await vi.advanceTimersByTimeAsync(millis)
      },
    )
  },
}

/** Ours, on a virtual clock. */
const ours: Side = {
  name: '@punctual/nestjs/schedule-compat',
  api: compat,
  async boot(metadata, { options, module } = {}) {
    const clock = virtualClock(BEGIN)
    // A month passes sooner without a heartbeat every few seconds of it.
    const scheduler = createScheduler({
      clock,
      cluster: { beat: '6h', lease: '24h', maxStall: '24h' },
    })
    const imported = module?.(scheduler) ?? compat.ScheduleModule.forRoot({ ...options, scheduler })
    return appOf(
      this,
      { ...metadata, imports: [imported, ...(metadata.imports ?? [])] },
      (millis) => clock.advance(millis),
    )
  },
}

export const sides: readonly Side[] = [theirs, ours]

async function appOf(
  { api }: Side,
  metadata: ModuleMetadata,
  advance: (millis: number) => Promise<void>,
): Promise<App> {
  const log: LogLine[] = []
  const module = await Test.createTestingModule(metadata).compile()
  module.useLogger(loggerInto(log))
  let closed = false
  const close = async (): Promise<void> => {
    if (!closed) await module.close()
    closed = true
  }
  onTestFinished(() => close().catch(() => {}))
  await module.init()
  return { module, registry: module.get(api.SchedulerRegistry), log, advance, close }
}

/** Nest hands the context over last. */
export function loggerInto(log: LogLine[]): LoggerService {
  const at =
    (level: string) =>
    (message: unknown, ...rest: unknown[]): void => {
      log.push({ level, message, context: rest.at(-1) })
    }
  return { log: at('log'), warn: at('warn'), error: at('error') }
}
