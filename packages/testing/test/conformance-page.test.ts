import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { executorCases, frameworkCases, storeCases } from '../src/conformance/index.ts'

test('the page of rules names every case once, and no other', async () => {
  const page = await readFile(new URL('../CONFORMANCE.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && line.includes('`'))
  const named = rows.flatMap((row) => [...row.matchAll(/`(\w+: [^`]+)`/g)].map(([, name]) => name))
  expect(named.toSorted()).toEqual(
    [...storeCases, ...frameworkCases, ...executorCases].map(({ name }) => name).toSorted(),
  )
})
