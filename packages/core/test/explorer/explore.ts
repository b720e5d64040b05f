import type { StoreContract } from '../../src/store/store-contract.ts'
import { violations } from './judge.ts'
import type { Scenario } from './scenario.ts'
import { World } from './world.ts'

/** Where a path leaves the ordinary course: at this step, by this alternative. */
export interface Deviation {
  readonly at: number
  readonly choice: number
}

export interface Path {
  readonly deviations: readonly Deviation[]
  /** How many alternatives each step had. */
  readonly widths: readonly number[]
  readonly says: readonly string[]
  /** How many handlers were started. */
  readonly starts: number
  readonly violations: readonly string[]
}

export interface Explored {
  readonly paths: number
  readonly steps: number
  /** The first path that broke a promise. */
  readonly broken: Path | null
}

const MOST_STEPS = 3_000

/** Follows one path: the same deviations give the same path. */
export async function follow(
  scenario: Scenario,
  makeStore: () => StoreContract,
  deviations: readonly Deviation[],
): Promise<Path> {
  const store = makeStore()
  const world = new World(scenario, store)
  await world.begin(store)
  const widths: number[] = []
  const says: string[] = []
  while (world.elapsed < scenario.horizon && widths.length < MOST_STEPS) {
    const steps = world.steps()
    const deviation = deviations.find((one) => one.at === widths.length)
    const step = steps[Math.min(deviation?.choice ?? 0, steps.length - 1)]
    if (step === undefined) break
    widths.push(world.elapsed < scenario.window ? steps.length : 1)
    says.push(step.says)
    if (step.isFault) world.faults += 1
    await step.run()
    await world.settle()
  }
  const broken = await violations(scenario, world, store)
  return { deviations, widths, says, starts: world.starts.length, violations: broken }
}

/**
 * Follows the ordinary course, then every path with one deviation, then paths with two and more, until the limit.
 * Deviations of an explored path only follow its last one, so that no path comes twice.
 */
export async function explore(
  scenario: Scenario,
  makeStore: () => StoreContract,
  limit: { readonly paths: number; readonly draw: () => number },
): Promise<Explored> {
  let level: readonly Deviation[][] = [[]]
  const counts = { paths: 0, steps: 0 }
  while (level.length > 0 && counts.paths < limit.paths) {
    const next: Deviation[][] = []
    for (const deviations of level) {
      if (counts.paths >= limit.paths) break
      const path = await follow(scenario, makeStore, deviations)
      counts.paths += 1
      counts.steps += path.widths.length
      if (path.violations.length > 0) return { ...counts, broken: path }
      for (const more of alternatives(path)) next.push([...deviations, more])
    }
    level = shuffled(next, limit.draw)
  }
  return { ...counts, broken: null }
}

function alternatives(path: Path): readonly Deviation[] {
  const after = (path.deviations.at(-1)?.at ?? -1) + 1
  return path.widths.flatMap((width, at) =>
    at < after
      ? []
      : Array.from({ length: width - 1 }, (_, choice) => ({ at, choice: choice + 1 })),
  )
}

/** In a drawn order, the same for the same draws: a limit then cuts no region off. */
function shuffled<T>(items: readonly T[], draw: () => number): T[] {
  const mixed = [...items]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1))
    const item = mixed[at] as T
    mixed[at] = mixed[other] as T
    mixed[other] = item
  }
  return mixed
}
