import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { usual } from '../src/driver/chaos-options.ts'
import { chaosText } from '../src/driver/chaos-text.ts'
import { runChaos } from '../src/driver/run-chaos.ts'

// Real processes, few and for a short time: what is planted shows in any of them.
const small = {
  ...usual,
  seconds: 3,
  nodes: 3,
  scale: 0.15,
  beat: 300,
  lease: 1_000,
  counts: false,
}

test.concurrent('a small cluster that is killed and frozen keeps its promises', async () => {
  const report = await runChaos(small)
  expect(report?.violations, report === null ? '' : chaosText(report, small)).toEqual([])
  expect(report?.troubles).toEqual([])
  expect(report?.tally.get('fires')).toBeGreaterThan(20)
}, 120_000)

test.concurrent('faults that are planted into a store show in the history', async () => {
  const plants = ['forgotten-fires', 'claimed-again', 'foreign-outcomes']
  const report = await runChaos({ ...small, plants })
  if (report !== null) rmSync(report.folder, { recursive: true })
  const rules = report?.violations.map(({ rule }) => rule) ?? []
  expect(rules).toContainEqual(expect.stringContaining('every due instant'))
  expect(rules).toContainEqual(expect.stringContaining('a run starts once'))
  expect(rules).toContainEqual(expect.stringContaining('one outcome of a run'))
}, 120_000)
