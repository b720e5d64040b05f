import type { StoreContract } from '@punctual/core/store'
import { manualClock } from '@punctual/testing/conformance'
import { once } from 'node:events'
import { createServer } from 'node:net'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { postgresStore } from '../../src/postgres/index.ts'

/** A message of the server: its letter, its length, its text. */
function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const welcome = message('R', Buffer.alloc(4))
const ready = message('Z', Buffer.from('I'))
const farewell = message(
  'E',
  Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'),
)

/** The address of a server that shuts down at the very moment in which it lets somebody in. No real one can be made to. */
async function leavingServer(): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(Buffer.concat([welcome, ready, farewell])))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `postgres://nobody@127.0.0.1:${port}/none`
}

async function expectUnavailable(store: StoreContract): Promise<void> {
  const opening = store.open({ clock: manualClock(), session: null })
  await expect(opening).rejects.toMatchObject({ code: 'PUNCTUAL_STORE_UNAVAILABLE' })
  await store[Symbol.asyncDispose]()
}

test('a server that leaves in the moment of its welcome is unavailable, and ends no process', async () => {
  const url = await leavingServer()
  await expectUnavailable(postgresStore({ url }) as StoreContract)
})

test('so it is with a pool of the application, which is left as it was', async () => {
  const pool = new pg.Pool({ connectionString: await leavingServer() })
  pool.on('error', () => {})
  const before = pool.listenerCount('connect')
  await expectUnavailable(postgresStore({ pool }) as StoreContract)
  expect(pool.listenerCount('connect')).toBe(before)
  await pool.end()
})
