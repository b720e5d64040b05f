import { expect, test } from 'vitest'
import { errorCodes } from '../rules/error-codes.mjs'

const codes = {
  path: 'packages/core/src/errors/error-code.ts',
  text: "export const errorCodes = { PUNCTUAL_A: 'It is a.', PUNCTUAL_B: 'It is b.' } as const",
}
const used = { path: 'packages/core/src/jobs/a.ts', text: "fail('PUNCTUAL_A'); fail(`PUNCTUAL_B`)" }

test('codes, headings and use agree', () => {
  expect(
    errorCodes([codes, used, page(section('A', 'It is a.'), section('B', 'It is b.'))]),
  ).toEqual([])
})

test('a code without a heading, or with one that says nothing more, is found', () => {
  const bare = '### PUNCTUAL_B\n\nIt is b.\n\n'
  expect(errorCodes([codes, used, page(section('A', 'It is a.'), bare)])).toEqual([
    'docs/reference/errors.md: no heading for PUNCTUAL_B',
  ])
})

test('a heading for no code and one with another meaning are found', () => {
  const text = page(section('A', 'It was a.'), section('B', 'It is b.'), section('C', 'It is c.'))
  expect(errorCodes([codes, used, text])).toEqual([
    'docs/reference/errors.md: PUNCTUAL_C is no code',
    'docs/reference/errors.md: PUNCTUAL_A must begin "It is a."',
  ])
})

test('a code that only a comment mentions is not used', () => {
  const comment = { path: used.path, text: "fail('PUNCTUAL_A') // or PUNCTUAL_B" }
  const text = page(section('A', 'It is a.'), section('B', 'It is b.'))
  expect(errorCodes([codes, comment, text])).toEqual([
    'packages/core/src/errors/error-code.ts: nothing uses PUNCTUAL_B',
  ])
})

function section(code: string, says: string): string {
  return `### PUNCTUAL_${code}\n\n${says}\n\nDo something about it.\n\n`
}

function page(...sections: string[]): { path: string; text: string } {
  return { path: 'docs/reference/errors.md', text: `# Errors\n\n${sections.join('')}` }
}
