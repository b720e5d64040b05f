/** @import { Socket } from 'node:net' */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Commands } from './commands.mjs'
import { DocumentDb, packed, parsed } from './document-db.mjs'
import { failureOf } from './error-codes.mjs'
import { answerTo, messageIn } from './wire.mjs'

/** The driver does not wait for an answer to a message with this flag. */
const MORE_TO_COME = 2

/**
 * Speaks the protocol of MongoDB on a port of this machine, in front of PostgreSQL with DocumentDB: no users, no TLS.
 * @param {{ port: number, pgPort: number }} ports
 */
export async function gateway({ port, pgPort }) {
  const commands = new Commands(new DocumentDb(pgPort))
  const server = createServer((socket) => serve(socket, commands))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
}

/**
 * Messages of a connection are answered one after the other.
 * @param {Socket} socket
 * @param {Commands} commands
 */
function serve(socket, commands) {
  socket.setNoDelay(true)
  let waiting = Buffer.alloc(0)
  let last = Promise.resolve()
  socket.on('error', () => {})
  socket.on('data', (data) => {
    waiting = waiting.length === 0 ? data : Buffer.concat([waiting, data])
    while (waiting.length >= 4 && waiting.length >= waiting.readInt32LE(0)) {
      const bytes = waiting.subarray(0, waiting.readInt32LE(0))
      waiting = waiting.subarray(bytes.length)
      last = last.then(() => respond(socket, commands, bytes))
    }
  })
}

/**
 * @param {Socket} socket
 * @param {Commands} commands
 * @param {Buffer} bytes
 */
async function respond(socket, commands, bytes) {
  const message = messageIn(bytes)
  if (message === null) return void socket.destroy()
  const answer = await answerOf(commands, message)
  if ((message.flags & MORE_TO_COME) === 0) socket.write(answerTo(message, answer))
}

/**
 * @param {Commands} commands
 * @param {NonNullable<ReturnType<typeof messageIn>>} message
 */
async function answerOf(commands, { body, sequences }) {
  try {
    const head = parsed(body)
    const [name = ''] = Object.keys(head)
    const db = String(head['$db'] ?? 'admin')
    return await commands.answer({ name, db, body, head, sequences })
  } catch (error) {
    return packed(failureOf(error))
  }
}
