import { expect, test } from 'vitest'
import { SetAside } from '../../src/engine/set-aside.ts'
import { jobRow } from './job-row.ts'

test('a job is left alone for a minute, or until it is changed', () => {
  const aside = new SetAside()
  expect(aside.add(jobRow({ version: 3 }), 0)).toBe(true)
  expect(aside.holds(jobRow({ version: 3 }), 59_999)).toBe(true)
  expect(aside.holds(jobRow({ version: 3 }), 60_000)).toBe(false)
  expect(aside.holds(jobRow({ version: 4 }), 0)).toBe(false)
  expect(aside.holds(jobRow({ id: 'other', version: 3 }), 0)).toBe(false)
})

test('the same version that fails again is no news', () => {
  const aside = new SetAside()
  aside.add(jobRow({ version: 3 }), 0)
  expect(aside.add(jobRow({ version: 3 }), 60_000)).toBe(false)
  expect(aside.add(jobRow({ version: 4 }), 60_000)).toBe(true)
})

test('what is well again is forgotten', () => {
  const aside = new SetAside()
  const row = jobRow()
  aside.add(row, 0)
  expect(aside.nextTry()).toBe(60_000)
  aside.release([{ row }])
  expect(aside.size).toBe(0)
  expect(aside.nextTry()).toBeNull()
})
