import type { FrameworkCapabilities, FrameworkHarness } from './framework-harness.ts'
import { Stage } from './stage.ts'

/** One thing that every framework does; `run` resolves when this one does, and rejects when it does not. */
export interface FrameworkCase {
  readonly group: string
  /** Unique, with its group in front. */
  readonly name: string
  /** The capability without which the case says nothing. */
  readonly needs?: keyof FrameworkCapabilities
  run(harness: FrameworkHarness): Promise<void>
}

/** What a case does, and checks with `node:assert/strict`. */
export type Play = (stage: Stage) => Promise<void>

/** The cases of a group, by their names. */
export function casesOf(
  group: string,
  plays: Readonly<Record<string, Play>>,
  limits: Pick<FrameworkCase, 'needs'> = {},
): readonly FrameworkCase[] {
  return Object.entries(plays).map(([name, play]) => ({
    group,
    name: `${group}: ${name}`,
    ...limits,
    run: (harness) => performed(harness, play),
  }))
}

async function performed(harness: FrameworkHarness, play: Play): Promise<void> {
  const stage = new Stage(harness)
  try {
    await stage.handles.during(() => play(stage))
  } finally {
    await stage.clear()
  }
}
