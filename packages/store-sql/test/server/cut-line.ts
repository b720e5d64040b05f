import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A line to a server that is cut when the client says something. */
export interface CutLine {
  readonly port: number
  /** Cuts once, at a text of the client: before the server hears it, or when it answers. */
  cutAt(text: RegExp, when: 'before' | 'at the answer'): void
}

export async function cutLine(to: {
  readonly host: string
  readonly port: number
}): Promise<CutLine> {
  let cut: { readonly text: RegExp; readonly when: 'before' | 'at the answer' } | null = null
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const beyond = connect(to)
    let deaf = false
    const end = (): void => {
      client.destroy()
      beyond.destroy()
    }
    for (const socket of [client, beyond]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', (data) => {
      const isAt = cut !== null && cut.text.test(data.toString('latin1'))
      if (isAt && cut?.when === 'before') {
        cut = null
        end()
        return
      }
      if (isAt) {
        cut = null
        deaf = true
      }
      beyond.write(data)
    })
    beyond.on('data', (data) => (deaf ? end() : client.write(data)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, cutAt: (text, when) => void (cut = { text, when }) }
}
