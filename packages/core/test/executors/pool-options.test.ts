import { expect, test } from 'vitest'
import { processes, threads } from '@punctual/core'

test.each([0, -1, 1.5, 1_001, Number.NaN, '2', undefined])('refuses a size of %s', (size) => {
  const refused = expect.objectContaining({ code: 'PUNCTUAL_OPTION_INVALID' })
  expect(() => threads({ size: size as number })).toThrow(refused)
  expect(() => processes({ size: size as number })).toThrow(refused)
})

test.each([
  ['no options', undefined, /size: 2/],
  ['an unknown option', { size: 1, sizes: 2 }, /sizes.*maxRunsPerWorker/],
  ['no run for a worker', { size: 1, maxRunsPerWorker: 0 }, /maxRunsPerWorker/],
  ['limits that are none', { size: 1, resourceLimits: 64 }, /maxOldGenerationSizeMb/],
  ['an unknown limit', { size: 1, resourceLimits: { heap: 64 } }, /heap/],
  ['a limit of nothing', { size: 1, resourceLimits: { stackSizeMb: 0 } }, /stackSizeMb/],
])('threads() refuse %s', (_, options, says) => {
  expect(() => threads(options as never)).toThrow(
    expect.objectContaining({
      code: 'PUNCTUAL_OPTION_INVALID',
      message: expect.stringMatching(says),
    }),
  )
})

test('a pool starts no worker before there is work', () => {
  expect(threads({ size: 1_000 })).toMatchObject({ kind: 'threads', size: 1_000, takes: 'module' })
  expect(processes({ size: 1_000 })).toMatchObject({ kind: 'processes', size: 1_000 })
})
