import { expect, test } from 'vitest'
import { budgets } from '../rules/budgets.mjs'

test('a file over 250 lines is too long, a test over 400', () => {
  expect(budgets([{ path: 'bench/src/main.ts', text: rows(250) }])).toEqual([])
  expect(budgets([{ path: 'bench/src/main.ts', text: rows(251) }])).toEqual([
    'bench/src/main.ts: 251 lines, the budget is 250',
  ])
  expect(budgets([{ path: 'packages/core/test/a.test.ts', text: rows(400) }])).toEqual([])
  expect(budgets([{ path: 'packages/core/test/a.test.ts', text: rows(401) }])).toHaveLength(1)
})

test('the median file of what users get has 90 lines at most', () => {
  const files = [80, 91, 240].map((lines, index) => ({
    path: `packages/core/src/jobs/file-${index}.ts`,
    text: rows(lines),
  }))
  expect(budgets(files)).toEqual(['the median file: 91 lines, the budget is 90'])
})

test('a function over 50 lines is too long, be it a method', () => {
  const text = `class A {\n  run() {\n${rows(49)}\n  }\n}`
  expect(budgets([{ path: 'bench/src/a.ts', text }])).toEqual([
    'bench/src/a.ts:2 function: 51 lines, the budget is 50',
  ])
})

test('nine functions in ten have 25 lines at most; arrows of one line do not help', () => {
  const long = `function long() {\n${rows(25)}\n}\n`
  const small = 'function small() {}\n'.repeat(7)
  const text = `${long}${long}${small}${'const arrow = () => 1\n'.repeat(20)}`
  expect(budgets([{ path: 'packages/core/src/jobs/a.ts', text }])).toEqual([
    'the function at 90 %: 27 lines, the budget is 25',
  ])
})

function rows(count: number): string {
  return 'void 0\n'.repeat(count).trimEnd()
}
