import { readFileSync } from 'node:fs'
import * as original from '@nestjs/schedule'
import { expect, test } from 'vitest'
import * as compat from '../../src/schedule-compat/index.ts'

const source = (name: string): string =>
  readFileSync(new URL(name, import.meta.url), 'utf8').replace(/^} from '.*'$/m, '} from <swapped>')

test('the entry point has the names of the original, and no more', () => {
  expect(Object.keys(compat).toSorted()).toEqual(Object.keys(original).toSorted())
})

// The type check of the tests compiles both.
test('one source compiles against both packages, but for the name it imports from', () => {
  expect(source('uses-schedule-compat.ts')).toBe(source('uses-nestjs-schedule.ts'))
  expect(source('uses-schedule-compat.ts')).toContain('} from <swapped>')
})
