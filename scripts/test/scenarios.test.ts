import { expect, test } from 'vitest'
import { scenariosShown } from '../rules/scenarios.mjs'

const tests = {
  path: 'packages/core/test/a.test.ts',
  text: "test('one runs', () => {})\ncasesOf({ 'two run': async () => {} })\n",
}

function page(change: (rows: string[]) => void = () => {}): { path: string; text: string } {
  const shown = `[a](../${tests.path}): "one runs"`
  const rows = Array.from({ length: 36 }, (_, index) => `| ${index + 1} | it breaks | ${shown} |`)
  change(rows)
  return { path: 'docs/reliability.md', text: rows.join('\n') }
}

test('a page with a test for each scenario, or the reason why there is none, is as it should be', () => {
  const reason = '| 7 | it breaks | Not shown: it needs two machines |'
  const member = `| 8 | it breaks | [a](../${tests.path}): "two run" |`
  expect(scenariosShown([tests, page((rows) => rows.splice(6, 2, reason, member))])).toEqual([])
})

test('a test that is not there is found, by its name or by its file', () => {
  const other = `| 1 | it breaks | [a](../${tests.path}): "one ran" |`
  const gone = '| 2 | it breaks | [b](../packages/core/test/b.test.ts): "one runs" |'
  expect(scenariosShown([tests, page((rows) => rows.splice(0, 2, other, gone))])).toEqual([
    `docs/reliability.md: ${tests.path} has no "one ran"`,
    'docs/reliability.md: packages/core/test/b.test.ts has no "one runs"',
  ])
})

test('a scenario without a row, or without a test and a reason, is found', () => {
  const bare = '| 2 | it breaks | we are sure |'
  expect(scenariosShown([tests, page((rows) => rows.splice(0, 2, bare))])).toEqual([
    'docs/reliability.md: scenario 1 must have one row',
    'docs/reliability.md: scenario 2 names no test, and not why',
  ])
})
