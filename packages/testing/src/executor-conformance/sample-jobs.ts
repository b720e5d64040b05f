import { pid } from 'node:process'
import { threadId } from 'node:worker_threads'
import type { RunContext } from '@punctual/core'

type Run = RunContext<Readonly<Record<string, unknown>> | undefined>

/** All that a run is told, by value. */
export function whole(run: Run): unknown {
  const { input = null, jobId, runId, task, fireTime, cause, attempt, missed, upstream } = run
  return { input, jobId, runId, task, fireTime, cause, attempt, missed, upstream: [...upstream] }
}

export const notCode = 'text'

/** Which worker it is. */
export function place(): unknown {
  return { pid, threadId }
}

export async function inside({ runId, input }: Run): Promise<unknown> {
  const { currentRun } = await import(String(input?.core))
  const before: unknown = currentRun()?.runId
  await pause(1)
  return [before === runId, currentRun()?.runId === runId]
}

export function talks({ log }: Run): void {
  // A function cannot go everywhere, and is no reason not to log the rest.
  log.info({ pages: 3 }, 'printed')
  log.warn({ pages: 3, hook: () => {} }, 'printed with a hook')
}

export function progresses(run: Run): void {
  run.progress(0.25)
  run.progress({ done: 3, total: 4 }, 'nearly')
  run.progress(1, 'done')
}

export function flood(run: Run): void {
  for (let at = 1; at <= 50_000; at += 1) run.progress(at / 50_000)
}

export function badProgress(run: Run): void {
  run.progress(7)
}

export function throws(): never {
  throw Object.assign(new RangeError('out of paper'), { code: 'E_PAPER', tray: 2 })
}

export function throwsText(): never {
  return raise('just text')
}

function raise(value: unknown): never {
  throw value
}

export async function givesUp({ input }: Run): Promise<never> {
  const { DoNotRetry } = await import(String(input?.core))
  throw new DoNotRetry('hopeless')
}

export function kindOfInput({ input }: Run): unknown {
  const { day } = input ?? {}
  return day instanceof Date ? ['Date', day.toISOString()] : [typeof day]
}

export function notJson(): unknown {
  return { pages: [{ print: () => {} }] }
}

export function secondTime({ attempt }: Run): number {
  if (attempt === 1) throw new Error('not yet')
  return attempt
}

/** Waits for its signal, and says why it was aborted. */
export async function listens(run: Run): Promise<unknown> {
  run.progress(0.5)
  await aborted(run.signal)
  run.log.info({ code: Reflect.get(run.signal.reason, 'code') }, 'was asked to stop')
  return 'stopped'
}

export async function waits(run: Run): Promise<string> {
  run.progress(0.5)
  await pause(Number(run.input?.ms))
  return 'done'
}

export function spins(run: Run): never {
  run.progress(0.5)
  for (;;);
}

export function burns({ input }: Run): number {
  const end = performance.now() + Number(input?.ms)
  let turns = 0
  while (performance.now() < end) turns += 1
  return turns
}

export function leaks(): never {
  const kept: number[][] = []
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, at) => at))
}

export function exits(): void {
  process.exit(3)
}

export async function killed(): Promise<void> {
  process.kill(process.pid, 'SIGKILL')
  await pause(60_000)
}

export async function throwsLater(): Promise<void> {
  setTimeout(() => {
    throw new Error('in a callback')
  }, 1)
  await pause(60_000)
}

/** Returns, and leaves a promise behind that fails when nobody awaits it. */
export function leavesRejection(): string {
  void pause(20).then(() => {
    throw new Error('left behind')
  })
  return 'returned'
}

export function asksScheduler(run: Run): unknown {
  return run.scheduler.state
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
