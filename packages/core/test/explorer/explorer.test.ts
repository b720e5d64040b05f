import { expect, test } from 'vitest'
import { explore, follow } from './explore.ts'
import { mutants } from './mutants.ts'
import { healthyStore } from './memory-steps.ts'
import { scenarios } from './scenarios.ts'

/** Numbers that are the same in every run. */
function drawFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const PATHS = Number(process.env.PUNCTUAL_EXPLORER_PATHS ?? 250)

test.each(scenarios)(
  'whatever happens in which order: $name',
  async (scenario) => {
    const explored = await explore(scenario, healthyStore, { paths: PATHS, draw: drawFrom(7) })
    expect(explored.broken?.violations ?? [], explored.broken?.says.join('\n')).toEqual([])
    expect(explored.paths).toBe(PATHS)
  },
  600_000,
)

test.each(scenarios)('the ordinary course runs every job: $name', async (scenario) => {
  const path = await follow(scenario, healthyStore, [])
  expect(path.starts).toBeGreaterThanOrEqual(scenario.jobs.length)
  expect(path.violations).toEqual([])
})

test('a path can be followed again, step by step', async () => {
  const scenario = scenarios[0]!
  const deviations = [{ at: 9, choice: 2 }]
  const once = await follow(scenario, healthyStore, deviations)
  const again = await follow(scenario, healthyStore, deviations)
  expect(again.says).toEqual(once.says)
})

test.each(mutants)(
  'the explorer finds that $name',
  async ({ scenario: name, make }) => {
    const scenario = scenarios.find((one) => one.name === name)!
    const explored = await explore(scenario, make, { paths: PATHS * 4, draw: drawFrom(7) })
    expect(explored.broken?.violations.length ?? 0).toBeGreaterThan(0)
  },
  600_000,
)
