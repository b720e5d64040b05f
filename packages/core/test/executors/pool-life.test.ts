import { expect, test, vi } from 'vitest'
import { isAlive, PoolProcess, until } from './pool-process.ts'

// Whole programs are started, with workers of their own: a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000 })

test('SIGTERM waits for runs in threads and processes, which no signal to the group disturbs', async () => {
  await using pool = new PoolProcess('waits')
  await pool.begun(4)
  expect(pool.workers).toHaveLength(2)
  for (const pid of pool.workers) {
    process.kill(pid, 'SIGTERM')
    process.kill(pid, 'SIGINT')
  }
  pool.signal('SIGTERM')
  expect(await pool.ended).toBe(0)
  expect([pool.count('succeeded'), pool.count('stopped')]).toEqual([4, 1])
  expect(pool.workers.filter(isAlive)).toEqual([])
})

test('SIGTERM ends runs that never look up, in threads and processes, and leaves no process behind', async () => {
  await using pool = new PoolProcess('spins', '0s')
  await pool.begun(4)
  pool.signal('SIGTERM')
  expect(await pool.ended).toBe(0)
  expect([pool.count('succeeded'), pool.count('stopped')]).toEqual([0, 1])
  expect(pool.workers).toHaveLength(2)
  expect(pool.workers.filter(isAlive)).toEqual([])
})

test('a scheduler that is killed takes the processes of its runs along, also those that never look up', async () => {
  await using pool = new PoolProcess('spins')
  await pool.begun(4)
  const { workers } = pool
  expect(workers.filter(isAlive)).toHaveLength(2)
  pool.signal('SIGKILL')
  expect(await pool.ended).toBe('SIGKILL')
  await until(() => workers.every((pid) => !isAlive(pid)))
})

test('idle workers do not keep a process alive, and end with it', async () => {
  await using pool = new PoolProcess('answers')
  expect(await pool.ended).toBe(0)
  expect(pool.count('answer')).toBe(2)
  expect(pool.workers).toHaveLength(1)
  const { workers } = pool
  await until(() => workers.every((pid) => !isAlive(pid)))
})
