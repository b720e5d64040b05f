import { describe, expect, it } from 'vitest'
import { after } from '../../src/triggers/after.ts'
import type { After } from '../../src/triggers/after.ts'
import { expectRefused } from './expect-refused.ts'

describe('after', () => {
  it('follows the success of all jobs unless told otherwise', () => {
    expect(after('extract').toJSON()).toEqual({
      kind: 'after',
      version: 1,
      jobs: ['extract'],
      on: 'success',
      need: 'all',
    })
    expect(after(['a', { id: 'b', store: 'pg' }], { on: 'finish', need: 'any' }).toJSON()).toEqual({
      kind: 'after',
      version: 1,
      jobs: ['a', { id: 'b', store: 'pg' }],
      on: 'finish',
      need: 'any',
    })
  })

  it('takes a declared job and keeps no more than its id and store', () => {
    const declared = { id: 'extract', store: 'default', ready: async () => null }
    const trigger = after(declared) as After
    expect(trigger.jobs).toEqual([{ id: 'extract', store: 'default' }])
    expect(trigger).toMatchObject({ kind: 'after', onRun: true })
  })

  it('refuses no job, a job twice and two stores', () => {
    expectRefused(() => after([]), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => after(['a', 'a']), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => after(['a', { id: 'a', store: 'x' }]), 'PUNCTUAL_TRIGGER_INVALID')
    const far = [
      { id: 'a', store: 'x' },
      { id: 'b', store: 'y' },
    ]
    expectRefused(() => after(far), 'PUNCTUAL_TRIGGER_INVALID')
  })

  it('takes an id of 200 bytes and refuses one of 201', () => {
    expect((after('é'.repeat(100)) as After).jobs).toHaveLength(1)
    expectRefused(() => after(`${'é'.repeat(100)}a`), 'PUNCTUAL_JOB_ID_INVALID')
  })

  it.each([[''], [' a'], ['a '], ['a\u0000b'], ['a\nb'], ['\ud800']])('refuses the id %j', (id) => {
    expectRefused(() => after(id), 'PUNCTUAL_JOB_ID_INVALID')
  })

  it('refuses what is no id, and options it does not know', () => {
    expectRefused(() => after(null as unknown as string), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => after({} as { id: string }), 'PUNCTUAL_JOB_ID_INVALID')
    expectRefused(() => after('a', { on: 'error' as 'failure' }), 'PUNCTUAL_TRIGGER_INVALID')
    expectRefused(() => after('a', { need: 'some' as 'any' }), 'PUNCTUAL_TRIGGER_INVALID')
  })
})
