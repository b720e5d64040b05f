import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PunctualError } from '../../src/errors/punctual-error.ts'
import type { EpochMs } from '../../src/time/epoch.ts'
import { fireTimes } from '../../src/triggers/fire-times.ts'
import { triggerOf } from './apscheduler-trigger.ts'
import type { SourceTrigger } from './apscheduler-trigger.ts'

interface Vector {
  readonly id: string
  readonly trigger: SourceTrigger
  readonly timezone: string
  readonly now: string
  readonly count: number
  readonly expected: readonly string[]
  readonly error: string | null
  readonly hangs: boolean
  readonly disputed_kind: 'bug' | 'policy' | null
  readonly ideal: readonly string[] | null
}

/** Where ours differs, or had to decide: what it gives instead, and why. */
interface Difference {
  readonly gives: 'expected' | 'ideal' | 'refused' | readonly string[]
  readonly reason: string
}

/** What a trigger gave: its instants, or that it was refused. */
type Answer = readonly EpochMs[] | 'refused'

const { vectors } = read<{ vectors: readonly Vector[] }>('apscheduler-triggers.json')
const differences = read<Readonly<Record<string, Difference | undefined>>>(
  'apscheduler-differences.json',
)

const agreed = vectors
  .filter((vector) => !(vector.id in differences))
  .map((vector) => [vector.id, vector] as const)
const listed = vectors.flatMap((vector) => {
  const difference = differences[vector.id]
  return difference === undefined ? [] : [[vector.id, vector, difference] as const]
})

describe('A trigger of APScheduler', () => {
  it.each(agreed)('%s gives the same instants', (_, vector) => {
    expect(ours(vector)).toEqual(wanted(vector))
  })

  it.each(listed)('%s gives what is written down for it', (_, vector, { gives, reason }) => {
    expect(reason).toMatch(/\.$/)
    expect(ours(vector)).toEqual(decided(vector, gives))
  })

  const disagreed = listed.filter(([, vector]) => vector.disputed_kind !== 'policy')
  it.each(disagreed)('%s is listed because ours differs', (_, vector) => {
    expect(ours(vector)).not.toEqual(wanted(vector))
  })

  it('that is a matter of policy has a decision written down', () => {
    const policies = vectors.filter((vector) => vector.disputed_kind === 'policy')
    expect(policies.filter(({ id }) => !(id in differences))).toEqual([])
  })

  it('that is listed as different is one that was recorded', () => {
    expect(Object.keys(differences)).toHaveLength(listed.length)
    expect(vectors).toHaveLength(283)
  })
})

/** What ours gives to a job that is added at `now`. */
function ours({ trigger: source, timezone, now, count }: Vector): Answer {
  try {
    const trigger = triggerOf(source, timezone)
    const from = instantOf(now)
    const context = { timezone, anchor: from }
    const fires = [...fireTimes(trigger, { from, count, context })]
    if (fires.length > 0 || trigger.kind !== 'at') return fires
    // A single instant in the past is due at once.
    return [...fireTimes(trigger, { from: new Date(0), count: 1, context })]
  } catch (error) {
    if (error instanceof PunctualError) return 'refused'
    throw error
  }
}

/** What ours should give: a bug is answered with what is right, and refused where nothing is. */
function wanted({ disputed_kind: kind, expected, error, ideal }: Vector): Answer {
  if (kind === 'bug') return ideal === null ? 'refused' : ideal.map(instantOf)
  return error === null ? expected.map(instantOf) : 'refused'
}

function decided({ expected, ideal, error }: Vector, gives: Difference['gives']): Answer {
  if (gives === 'refused') return 'refused'
  if (gives === 'expected') return error === null ? expected.map(instantOf) : 'refused'
  return (gives === 'ideal' ? (ideal ?? []) : gives).map(instantOf)
}

/** To the millisecond that is not before it. */
function instantOf(text: string): EpochMs {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '0'
  const whole = Date.parse(text.replace(/\.\d+/, ''))
  return whole + Math.ceil(Number(`0.${fraction}`) * 1000)
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')) as T
}
