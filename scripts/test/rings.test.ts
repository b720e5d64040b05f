import { expect, test } from 'vitest'
import { rings } from '../rules/rings.mjs'

test('an arrow outwards is an offence, one inwards is none', () => {
  expect(
    rings([
      core('triggers/every.ts', "import type { StoreContract } from '../store/store-contract.ts'"),
      core('store/rows.ts', "import type { Trigger } from '../engine/planner.ts'"),
      core('engine/planner.ts', "import type { JobRow } from '../store/rows.ts'"),
    ]),
  ).toEqual([
    'packages/core/src/triggers/every.ts:1 triggers must not import store/store-contract.ts',
    'packages/core/src/store/rows.ts:1 store must not import engine/planner.ts',
  ])
})

test('the engine knows the executor contract and no executor', () => {
  const text =
    "import { inline } from '../executors/inline.ts'\nimport type { ExecutorContract } from '../executors/executor.ts'"
  expect(rings([core('engine/node.ts', text)])).toEqual([
    'packages/core/src/engine/node.ts:1 engine must not import executors/inline.ts',
  ])
})

test('only create-scheduler.ts wires a concrete store', () => {
  const text = "import { memoryStore } from '../stores/memory/memory-store.ts'"
  expect(rings([core('scheduler/create-scheduler.ts', text)])).toEqual([])
  expect(rings([core('scheduler/declare.ts', text)])).toHaveLength(1)
})

test('the inner ring imports no node module and no clock, and never waits', () => {
  const text = [
    "import { hash } from 'node:crypto'",
    "import type { Clock } from '../time/clock.ts'",
    'export async function next(): Promise<void> {',
    '  await null',
    '}',
  ]
  expect(rings([core('triggers/every.ts', text.join('\n'))])).toEqual([
    'packages/core/src/triggers/every.ts:1 triggers is pure and must not import node:crypto',
    'packages/core/src/triggers/every.ts:2 triggers is pure and must not import time/clock.ts',
    'packages/core/src/triggers/every.ts:3 triggers is pure and must not wait',
    'packages/core/src/triggers/every.ts:4 triggers is pure and must not wait',
  ])
})

test('a lazy import and a type in an import() count as well', () => {
  const lazy = "export const later = () => import('../engine/node.ts')"
  const type = "export type Later = import('../engine/node.ts').Node"
  expect(rings([core('jobs/a.ts', lazy), core('jobs/b.ts', type)])).toHaveLength(2)
})

test('a folder that stands in no ring has to be given one', () => {
  expect(rings([core('plugins/a.ts', '')])).toEqual([
    'packages/core/src/plugins/a.ts: the folder plugins stands in no ring yet',
  ])
})

function core(path: string, text: string): { path: string; text: string } {
  return { path: `packages/core/src/${path}`, text }
}
