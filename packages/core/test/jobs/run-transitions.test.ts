import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mayMove, runTransitions } from '../../src/jobs/run-transitions.ts'
import type { RunRow } from '../../src/store/rows.ts'
import type { Tables } from '../../src/store/tables.ts'
import { arbitraryMoves, play } from '../store/random-moves.ts'
import { SECOND, Stage } from '../store/stage.ts'

const page = new URL('../../../../docs/concepts/run-states.md', import.meta.url)

test('the page on the states of a run tells every move that the code allows, in the same words', () => {
  const lines = readFileSync(page, 'utf8').split('\n')
  const rows = lines.slice(lines.indexOf('| from | to | by | when |') + 2)
  const told = rows.slice(0, rows.indexOf('')).map((row) => row.slice(2, -2).split(' | '))
  const allowed = runTransitions.map(({ from, to, by, when }) => [
    from === null ? 'none' : `\`${from}\``,
    to === null ? 'span' : `\`${to}\``,
    by.join(', '),
    when,
  ])
  expect(told).toEqual(allowed)
})

test('nothing leads out of a final state', () => {
  const left = new Set(runTransitions.map((move) => move.from))
  expect(left).toEqual(new Set([null, 'waiting', 'pending', 'running']))
})

test('a move is legal only by those who may make it', () => {
  expect(mayMove('pending', 'running', 'claim')).toBe(true)
  expect(mayMove('pending', 'running', 'promote')).toBe(false)
  expect(mayMove('waiting', 'running', 'claim')).toBe(false)
  expect(mayMove('succeeded', 'running', 'claim')).toBe(false)
  expect(mayMove(null, 'waiting', 'enqueue')).toBe(true)
  expect(mayMove('running', null, 'finish')).toBe(true)
})

test('every move of the table is made in practice, and no other', async () => {
  const made = new Set<string>()
  for (const moves of fc.sample(arbitraryMoves, { numRuns: 600, seed: 7 })) {
    const stage = await Stage.open()
    for (const move of moves) {
      await stage.steps.write((tables) => play(noting(tables, made), move, stage))
      stage.pass(SECOND * (move.pick % 4))
    }
  }
  const allowed = runTransitions.map(({ from, to }) => moveText(from, to))
  expect([...made].toSorted()).toEqual(allowed.toSorted())
})

/** The same tables, noting how the states of runs change. */
function noting(tables: Tables, made: Set<string>): Tables {
  const noted: Partial<Tables> = {
    insertRun(row) {
      made.add(moveText(null, row.state))
      tables.insertRun(row)
    },
    updateRun(row, patch) {
      if (patch.state !== undefined) made.add(moveText(row.state, patch.state))
      tables.updateRun(row, patch)
    },
    deleteRun(row) {
      made.add(moveText(row.state, null))
      tables.deleteRun(row)
    },
  }
  return new Proxy(tables, {
    get: (target, name) => Reflect.get(name in noted ? noted : target, name),
  })
}

function moveText(from: RunRow['state'] | null, to: RunRow['state'] | null): string {
  return `${from ?? 'none'} > ${to ?? 'span'}`
}
