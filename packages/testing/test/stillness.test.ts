import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Server } from 'node:net'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { virtualClock } from '../src/virtual-clock.ts'

const START = '2026-03-08T00:00:00Z'
const MINUTE = 60_000

describe('work that does something real', () => {
  test('such as requests over a connection kept alive is awaited', async () => {
    await served(async (url) => {
      const clock = virtualClock(START)
      const seen: string[] = []
      const request = async (): Promise<void> => {
        for (const path of ['/a', '/b']) {
          const answer = await fetch(url + path)
          seen.push(await answer.text())
        }
      }
      for (const minute of [1, 2]) {
        clock.setTimer(minute * MINUTE, () => clock.follow(request()))
        clock.setTimer(minute * MINUTE + 1, () => seen.push('timer'))
      }
      await clock.advance('1h')
      expect(seen).toEqual(['/a', '/b', 'timer', '/a', '/b', 'timer'])
    })
  })

  test('leaves open connections behind that hold nobody up', async () => {
    await served(async (url) => {
      const clock = virtualClock(START, { patience: '2s' })
      clock.follow(new Promise(() => {}))
      await clock.advance('1h')
      await fetch(url).then((answer) => answer.text())
      await clock.advance('1h')
      expect(clock.monotonic()).toBe(120 * MINUTE)
    })
  })

  test('such as a question over a connection that stands is awaited', async () => {
    await using server = await echoingElsewhere()
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    const clock = virtualClock(START)
    const seen: string[] = []
    const ask = async (question: string): Promise<void> => {
      const answer = once(socket, 'data')
      socket.write(question)
      seen.push(String((await answer)[0]))
    }
    for (const name of ['first', 'second']) {
      clock.setTimer(100, () => clock.follow(ask(name)))
      clock.setTimer(101, () => seen.push('timer'))
      await clock.advance(101)
    }
    expect(seen).toEqual(['first', 'timer', 'second', 'timer'])
    socket.destroy()
  })

  test('is not to be confused with a server that begins to listen meanwhile', async () => {
    const clock = virtualClock(START, { patience: '2s' })
    clock.follow(new Promise(() => {}))
    const server = createServer()
    await using _port = await listening(server)
    await clock.advance('1h')
    expect(clock.monotonic()).toBe(60 * MINUTE)
  })

  test('such as a real timer is awaited', async () => {
    const clock = virtualClock(START)
    const seen: string[] = []
    clock.setTimer(100, () => clock.follow(later(400).then(() => seen.push('real'))))
    clock.setTimer(101, () => seen.push('virtual'))
    await clock.advance(200)
    expect(seen).toEqual(['real', 'virtual'])
  })

  test('is not taken for something else that ends meanwhile', async () => {
    const clock = virtualClock(START)
    const seen: string[] = []
    void later(150)
    clock.setTimer(100, () => clock.follow(later(280).then(() => seen.push('real'))))
    clock.setTimer(101, () => seen.push('virtual'))
    await clock.advance(200)
    expect(seen).toEqual(['real', 'virtual'])
  })

  test('is seen beside work that never ends, also when something else has ended by then', async () => {
    const clock = virtualClock(START)
    const seen: string[] = []
    const other = later(20)
    clock.follow(new Promise(() => {}))
    await clock.advance(1)
    await other
    clock.setTimer(100, () => clock.follow(later(400).then(() => seen.push('real'))))
    clock.setTimer(101, () => seen.push('virtual'))
    await clock.advance(200)
    expect(seen).toEqual(['real', 'virtual'])
  })

  test('is not looked for over and over in work that was found asleep', async () => {
    await using server = await echoingElsewhere()
    const socket = connect(server.port, '127.0.0.1')
    await once(socket, 'connect')
    const clock = virtualClock(START)
    let rings = 0
    clock.follow(new Promise(() => {}))
    for (let minute = 1; minute <= 1_000; minute += 1) {
      clock.setTimer(minute * MINUTE, () => (rings += 1))
    }
    await clock.advance('1d')
    expect(rings).toBe(1_000)
    socket.destroy()
  })

  test('and hangs is reported instead of waited for without end', async () => {
    const clock = virtualClock(START, { patience: 300 })
    let timer: NodeJS.Timeout | undefined
    clock.setTimer(100, () => {
      timer = setTimeout(() => {}, 60_000)
      clock.follow(new Promise(() => {}))
    })
    await expect(clock.advance('1h')).rejects.toMatchObject({
      code: 'PUNCTUAL_WAIT_TIMEOUT',
      message: expect.stringContaining('Timeout'),
    })
    clearTimeout(timer)
    await clock.advance('1h')
  })

  test('that Node does not show is awaited when it is held', async () => {
    const { pbkdf2 } = await import('node:crypto')
    const clock = virtualClock(START)
    const seen: string[] = []
    const hash = (): Promise<void> =>
      new Promise((resolve) => {
        pbkdf2('secret', 'salt', 100_000, 64, 'sha512', () => {
          seen.push('hashed')
          resolve()
        })
      })
    clock.setTimer(100, () => void clock.hold(hash()))
    clock.setTimer(101, () => seen.push('timer'))
    await clock.advance(101)
    expect(seen).toEqual(['hashed', 'timer'])
  })
})

/** Calls `then` after some turns of the loop, so that an answer does not come at once. */
function afterTurns(turns: number, then: () => void): void {
  if (turns === 0) then()
  else setImmediate(() => afterTurns(turns - 1, then))
}

function later(delay: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delay))
}

async function listening(server: Server): Promise<AsyncDisposable & { readonly number: number }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const number = typeof address === 'object' && address !== null ? address.port : 0
  return { number, [Symbol.asyncDispose]: async () => void server.close() }
}

async function served(work: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    afterTurns(200, () => response.end(request.url))
  })
  await using port = await listening(server)
  await work(`http://127.0.0.1:${port.number}`)
  server.closeAllConnections()
}

/** A server in a thread of its own, whose work this one cannot see: it sends back what it got, a moment later. */
async function echoingElsewhere(): Promise<AsyncDisposable & { readonly port: number }> {
  const code = `
    const { createServer } = require('node:net')
    const { parentPort } = require('node:worker_threads')
    const server = createServer((socket) => {
      socket.on('data', (text) => setTimeout(() => socket.write(text), 20))
    })
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`
  const worker = new Worker(code, { eval: true })
  const port: unknown = (await once(worker, 'message'))[0]
  return { port: Number(port), [Symbol.asyncDispose]: async () => void (await worker.terminate()) }
}
