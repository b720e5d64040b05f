import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** What to do with a request that the test was waiting for. */
export type Cut = 'request' | 'answer'

/** A way to the server that a test can cut. */
export interface CutProxy {
  readonly url: string
  /** At the next request that has the text in it: cuts before the server gets it, or before its answer gets back. */
  cutAt(text: string, cut: Cut): void
  /** Whether it was cut since. */
  readonly cuts: number
}

export async function cutProxy(serverUrl: string): Promise<CutProxy> {
  const { hostname, port } = new URL(serverUrl)
  let wanted: { readonly text: string; readonly cut: Cut } | null = null
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(port || 27_017), hostname)
    const both = [near, far]
    let deaf = false
    const end = (): void => both.forEach((socket) => void socket.destroy())
    for (const socket of both) {
      sockets.add(socket)
      socket.on('error', end).on('close', end)
    }
    near.on('data', (data) => {
      if (wanted === null || !data.includes(wanted.text)) return void far.write(data)
      deaf = wanted.cut === 'answer'
      wanted = null
      cuts += 1
      if (deaf) far.write(data)
      else end()
    })
    far.on('data', (data) => (deaf ? end() : void near.write(data)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `mongodb://127.0.0.1:${address.port}/?directConnection=true&retryWrites=false`,
    cutAt: (text, cut) => (wanted = { text, cut }),
    get cuts() {
      return cuts
    },
  }
}
