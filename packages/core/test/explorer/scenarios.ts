import { after } from '../../src/triggers/after.ts'
import { at } from '../../src/triggers/at.ts'
import { every } from '../../src/triggers/every.ts'
import { fixedDelay } from '../../src/triggers/fixed-delay.ts'
import type { Scenario } from './scenario.ts'

const shared = { nodes: ['a', 'b'], size: 2, faults: 1, window: 5_000, horizon: 40_000 } as const

/** Fires at 1, 2 and 3 s. */
const thrice = {
  trigger: (start: number) => every('1s', { start, end: new Date(start + 3_000) }),
  fires: [1_000, 2_000, 3_000],
}

export const scenarios: readonly Scenario[] = [
  { ...shared, name: 'two nodes share the fires of a job', jobs: [{ id: 'j', ...thrice }] },
  {
    ...shared,
    name: 'fires that find their slot taken wait for it',
    jobs: [{ id: 'j', ...thrice, options: { overlap: 'queue' } }],
  },
  {
    ...shared,
    name: 'a run in back-off keeps its slot',
    takes: 1_500,
    jobs: [
      {
        id: 'j',
        trigger: (start) => every('1s', { start, end: new Date(start + 8_000) }),
        fires: [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000],
        failures: 1,
        options: { retry: { limit: 2, delay: '2s', jitter: false } },
      },
    ],
  },
  {
    ...shared,
    name: 'a node that was frozen comes back with an outcome',
    takes: 3_500,
    jobs: [{ id: 'j', trigger: (start) => at(start + 1_000), fires: [1_000] }],
  },
  {
    ...shared,
    name: 'a node is frozen while it claims',
    ...{ takes: 20_000, size: 1, window: 6_000, horizon: 70_000 },
    jobs: [
      { id: 'j', trigger: (start) => at(start + 1_000), fires: [1_000] },
      { id: 'k', trigger: (start) => at(start + 1_000), fires: [1_000] },
    ],
  },
  {
    ...shared,
    name: 'a job follows two others',
    jobs: [
      { id: 'p', trigger: (start) => at(start + 1_000), fires: [1_000] },
      { id: 'q', trigger: (start) => at(start + 1_000), fires: [1_000] },
      { id: 'child', trigger: () => after(['p', 'q']), fires: null, runs: 1 },
    ],
  },
  {
    ...shared,
    name: 'a job counts its delay from the end of its run',
    jobs: [{ id: 'j', trigger: () => fixedDelay('9s', { immediate: true }), fires: [0] }],
    horizon: 44_000,
  },
  {
    ...shared,
    name: 'a run whose node dies is lost where the job asks for it',
    jobs: [{ id: 'j', ...thrice, options: { onNodeLoss: 'lose' } }],
  },
]
