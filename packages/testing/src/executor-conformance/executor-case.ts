import type { ExecutorCapabilities, ExecutorHarness } from './executor-harness.ts'
import { ExecutorStage } from './executor-stage.ts'

/** One thing that every executor does; `run` resolves when this one does, and rejects when it does not. */
export interface ExecutorCase {
  readonly group: string
  /** Unique, with its group in front. */
  readonly name: string
  /** The capability without which the case says nothing. */
  readonly needs?: keyof ExecutorCapabilities
  run(harness: ExecutorHarness): Promise<void>
}

/** What a case does, and checks with `node:assert/strict`. */
export type Play = (stage: ExecutorStage) => Promise<void>

/** The cases of a group, by their names. */
export function casesOf(
  group: string,
  plays: Readonly<Record<string, Play>>,
  limits: Pick<ExecutorCase, 'needs'> = {},
): readonly ExecutorCase[] {
  return Object.entries(plays).map(([name, play]) => ({
    group,
    name: `${group}: ${name}`,
    ...limits,
    run: (harness) => performed(harness, play),
  }))
}

async function performed(harness: ExecutorHarness, play: Play): Promise<void> {
  const stage = new ExecutorStage(harness)
  try {
    await play(stage)
  } finally {
    await stage.clear()
  }
}
