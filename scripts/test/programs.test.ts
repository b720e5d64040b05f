import { expect, test } from 'vitest'
import { programs } from '../rules/programs.mjs'
import { programsOf } from '../snippet-programs.mjs'

const after = { path: 'compat/migrations/src/node-cron/after.ts', text: 'start()\n' }
const before = { path: 'compat/migrations/src/apscheduler/before.py', text: 'start()\n' }
const fence = '```'

test('pages that show each program as it stands agree with it', () => {
  const text = `# A\n\n${show('ts', after.path, 'start()\n')}\n${show('py', before.path, 'start()\n')}`
  expect(programs([after, before, page(text)])).toEqual([])
})

test('a page that shows another text, or a file that is not there, is found', () => {
  const text = `${show('ts', after.path, 'begin()\n')}${show('ts', 'compat/gone.ts', '')}`
  expect(programs([after, page(text)])).toEqual([
    `docs/a.md: shows another ${after.path}: copy it between its fences`,
    'docs/a.md: there is no compat/gone.ts',
  ])
})

test('a program of the migrations that no page shows is found, what they share need not be shown', () => {
  const shared = { path: 'compat/migrations/src/shop.ts', text: '' }
  expect(programs([after, shared, page('# A\n')])).toEqual([`${after.path}: no page shows it`])
})

test('a program that a page shows is compiled at its place, not as a sample', () => {
  expect(programsOf([page(show('ts', after.path, 'start()\n'))])).toEqual([])
})

function show(language: string, file: string, code: string): string {
  return `${fence}${language} file=${file}\n${code}${fence}\n`
}

function page(text: string): { path: string; text: string } {
  return { path: 'docs/a.md', text }
}
