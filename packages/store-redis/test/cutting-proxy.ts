import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { url } from './server.ts'

/** Stands between a client and the server, and cuts their connections: before a call gets there, or before its answer comes back. */
export interface CuttingProxy {
  readonly url: string
  /** The next bytes that go this way are not let through, and the connection ends. */
  cut(next: 'call' | 'answer'): void
  /** Connections that clients hold. */
  open(): number
}

export async function cuttingProxy(): Promise<CuttingProxy> {
  const { hostname, port } = new URL(url)
  let doomed: 'call' | 'answer' | null = null
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(Number(port || 6379), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
        sockets.delete(socket)
      })
    }
    const pass = (way: 'call' | 'answer', bytes: Buffer, to: Socket): void => {
      if (doomed !== way) return void to.write(bytes)
      doomed = null
      client.destroy()
    }
    client.on('data', (bytes: Buffer) => pass('call', bytes, upstream))
    upstream.on('data', (bytes: Buffer) => pass('answer', bytes, client))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address() as AddressInfo
  return {
    url: `redis://127.0.0.1:${address.port}`,
    cut(next) {
      doomed = next
    },
    open: () => sockets.size / 2,
  }
}
