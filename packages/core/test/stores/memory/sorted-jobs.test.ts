import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JobRow } from '../../../src/store/rows.ts'
import { byBytes } from '../../../src/stores/memory/by-bytes.ts'
import { JobCell } from '../../../src/stores/memory/job-cell.ts'
import { SortedJobs } from '../../../src/stores/memory/sorted-jobs.ts'

function cellOf(id: string): JobCell {
  return new JobCell({ id } as JobRow)
}

function idsFrom(jobs: SortedJobs, id: string): string[] {
  return Array.from(jobs.from(id), (cell) => cell.row.id)
}

test('texts compare as their bytes do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(Math.sign(byBytes(a, b))).toBe(
        Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))),
      )
    }),
  )
})

test('a character of two units comes after all characters of one, as it does in bytes', () => {
  expect(byBytes('\u{ff5e}', '\u{1f600}')).toBeLessThan(0)
  expect(byBytes('a\u{1f600}', 'a\u{1f601}')).toBeLessThan(0)
})

test('thousands of jobs are listed by id from anywhere, whatever was added and removed before', () => {
  const ids = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 4 }), { maxLength: 60 })
  fc.assert(
    fc.property(
      ids,
      fc.string({ maxLength: 3 }),
      fc.integer({ min: 1, max: 40 }),
      (some, from, copies) => {
        const all = some.flatMap((id) => Array.from({ length: copies }, (_, n) => `${id}#${n}`))
        const cells = [...new Set(all)].map(cellOf)
        const jobs = new SortedJobs()
        for (const cell of cells) jobs.add(cell)
        const gone = cells.filter((_, index) => index % 3 === 0)
        for (const cell of gone) jobs.remove(cell)
        const left = cells.filter((_, index) => index % 3 !== 0).map((cell) => cell.row.id)
        const expected = left.toSorted(byBytes).filter((id) => byBytes(id, from) >= 0)
        expect(idsFrom(jobs, from)).toEqual(expected)
      },
    ),
  )
})

test('ids that grow, and ids that shrink, are all there', () => {
  for (const sign of [1, -1]) {
    const jobs = new SortedJobs()
    const ids = Array.from({ length: 3_000 }, (_, n) => String(50_000 + sign * n))
    for (const id of ids) jobs.add(cellOf(id))
    expect(idsFrom(jobs, '')).toEqual(ids.toSorted())
  }
})

test('removing what is not there changes nothing', () => {
  const jobs = new SortedJobs()
  jobs.remove(cellOf('x'))
  jobs.add(cellOf('x'))
  jobs.remove(cellOf('x'))
  expect(idsFrom(jobs, '')).toEqual(['x'])
})
