import type { StoreCapabilities } from '@punctual/core/store'
import { Scene } from './scene.ts'
import type { StoreHarness } from './store-harness.ts'

/** One thing that every store does; `run` resolves when this one does, and rejects when it does not. */
export interface StoreCase {
  readonly group: string
  /** Unique, with its group in front. */
  readonly name: string
  /** The capability without which the case says nothing. */
  readonly needs?: keyof StoreCapabilities
  /** The capability with which it says nothing. */
  readonly lacks?: keyof StoreCapabilities
  run(harness: StoreHarness): Promise<void>
}

/** What a case does, and checks with `node:assert/strict`. */
export type Play = (scene: Scene) => Promise<void>

/** The cases of a group, by their names. */
export function casesOf(
  group: string,
  plays: Readonly<Record<string, Play>>,
  limits: Pick<StoreCase, 'needs' | 'lacks'> = {},
): readonly StoreCase[] {
  return Object.entries(plays).map(([name, play]) => ({
    group,
    name: `${group}: ${name}`,
    ...limits,
    run: async (harness) => play(await Scene.of(harness)),
  }))
}
