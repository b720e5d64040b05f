import { expect, test } from 'vitest'
import { z } from 'zod'
import { every } from '@punctual/core'
import { scene } from './scene.ts'

const v1 = z.object({ user: z.string() })
const v2 = z.object({ userId: z.string(), locale: z.string().default('en') })

test('an input that an earlier version stored is upgraded before the schema sees it', async () => {
  const { make, clock } = scene()
  const before = make({ role: 'off' })
  const old = before.task('mail', () => {}, { input: v1 })
  await before.addJob({ id: 'a', task: old, trigger: every('1m'), input: { user: 'li' } })

  const now = make()
  const seen: unknown[] = []
  now.task('mail', ({ input }) => void seen.push(input), {
    ...{ input: v2, version: 2 },
    upgrade: (input, from) => (from === 1 ? { userId: v1.parse(input).user } : input),
  })
  await now.start()
  await clock.advance('1m')
  expect(seen).toEqual([{ userId: 'li', locale: 'en' }])
  expect((await now.getJob('a'))?.input).toEqual({ user: 'li' })
})

test('an update stores the input of today, which needs no upgrade', async () => {
  const { make, clock } = scene()
  const before = make({ role: 'off' })
  const old = before.task('mail', () => {}, { input: v1 })
  await before.addJob({ id: 'a', task: old, trigger: every('1m'), input: { user: 'li' } })
  const now = make()
  const seen: unknown[] = []
  now.task('mail', ({ input }) => void seen.push(input.userId), {
    ...{ input: v2, version: 2 },
    upgrade: () => ({ userId: 'upgraded' }),
  })
  await now.start()
  await now.updateJob('a', { input: { userId: 'new' } })
  await clock.advance('1m')
  expect(seen).toEqual(['new'])
})

test('a node whose task is older leaves the run to a newer one', async () => {
  const { make, clock } = scene()
  const ran: string[] = []
  const old = make()
  old.task('mail', () => void ran.push('old'))
  const client = make({ role: 'off' })
  const task = client.task('mail', () => {}, { version: 2 })
  await client.addJob({ id: 'a', task, trigger: every('1h') })
  await old.start()
  await clock.advance('1h')
  expect(ran).toEqual([])
  const fresh = make()
  fresh.task('mail', () => void ran.push('new'), { version: 2 })
  await fresh.start()
  await clock.advance('10s')
  expect(ran).toEqual(['new'])
})

test('jobs of an earlier task name run by the task that has it now', async () => {
  const { make, clock } = scene()
  const before = make({ role: 'off' })
  const old = before.task('send-mail', () => {})
  await before.addJob({ id: 'a', task: old, trigger: every('1m') })
  const now = make()
  const ran: string[] = []
  now.task('mail', ({ jobId }) => void ran.push(jobId), { formerly: ['send-mail'] })
  await now.start()
  await clock.advance('1m')
  expect(ran).toEqual(['a'])
})
