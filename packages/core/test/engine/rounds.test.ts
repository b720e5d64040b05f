import { expect, test } from 'vitest'
import { Rounds } from '../../src/engine/rounds.ts'
import { ManualClock } from './manual-clock.ts'

interface Rig {
  readonly rounds: Rounds
  readonly failures: unknown[]
  /** Ends the round that goes on. */
  end(error?: Error): Promise<void>
  begun(): number
}

function rig(): Rig {
  let begun = 0
  let settle: (error?: Error) => void = () => {}
  const failures: unknown[] = []
  const rounds = new Rounds({
    clock: new ManualClock(),
    round: () => {
      begun += 1
      return new Promise((resolve, reject) => {
        settle = (error) => (error === undefined ? resolve() : reject(error))
      })
    },
    failed: (thrown) => failures.push(thrown),
  })
  const end = async (error?: Error): Promise<void> => {
    settle(error)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { rounds, failures, end, begun: () => begun }
}

test('no two rounds go on at once, and one more follows however often it is asked for', async () => {
  const { rounds, begun, end } = rig()
  rounds.open()
  for (let asked = 0; asked < 5; asked += 1) rounds.ask()
  expect(begun()).toBe(1)
  rounds.ask()
  rounds.ask()
  await end()
  expect(begun()).toBe(2)
  await end()
  expect(begun()).toBe(2)
})

test('a round that fails is told of, and the next goes on', async () => {
  const { rounds, begun, failures, end } = rig()
  rounds.open()
  rounds.ask()
  await end(new Error('boom'))
  expect(failures).toEqual([new Error('boom')])
  rounds.ask()
  expect(begun()).toBe(2)
})

test('closing waits for the round that goes on, and lets no other begin', async () => {
  const { rounds, begun, end } = rig()
  rounds.ask()
  expect(begun()).toBe(0)
  rounds.open()
  rounds.ask()
  rounds.ask()
  let closed = false
  const closing = rounds.close().then(() => (closed = true))
  await Promise.resolve()
  expect(closed).toBe(false)
  await end()
  await closing
  rounds.ask()
  expect(begun()).toBe(1)
})
