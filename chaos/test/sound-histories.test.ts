import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkHistory } from '../src/history/check-history.ts'
import { arbitraryHistory } from './arbitrary-history.ts'

test('whatever happens to nodes and runs, a history that keeps the promises breaks no rule', () => {
  fc.assert(
    fc.property(arbitraryHistory, (history) => {
      expect(checkHistory(history)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('whichever run or span is taken out of a sound history, its instant is missed', () => {
  fc.assert(
    fc.property(arbitraryHistory, fc.nat(), ({ runs, spans, ...rest }, draw) => {
      const index = draw % (runs.length + spans.length)
      const poorer = {
        ...rest,
        runs: runs.filter((_, n) => n !== index),
        spans: spans.filter((_, n) => n !== index - runs.length),
      }
      const [violation] = checkHistory(poorer)
      expect(violation?.says).toMatch(/nothing is known of/)
    }),
    { numRuns: 200 },
  )
})

test('whichever start is repeated in a sound history, it is one too many', () => {
  fc.assert(
    fc.property(arbitraryHistory, fc.nat(), (history, draw) => {
      const starts = history.events.filter((event) => event.type === 'started')
      const start = starts[draw % Math.max(1, starts.length)]
      if (start === undefined) return
      const found = checkHistory({ ...history, events: [...history.events, start] })
      expect(found.some(({ says }) => says.includes('started 2 times with token'))).toBe(true)
    }),
    { numRuns: 200 },
  )
})
