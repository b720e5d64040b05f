import type { RunContext } from '../../src/scheduler/scheduler.ts'

/** Tells in which process it is, and holds its worker for ever. */
export function spins(run: RunContext): never {
  run.progress(0.5, String(process.pid))
  for (;;);
}

/** Tells in which process it is, and ends soon. */
export async function waits(run: RunContext): Promise<void> {
  run.progress(0.5, String(process.pid))
  await new Promise((resolve) => setTimeout(resolve, 1_000))
}

export function answers(): number {
  return process.pid
}
