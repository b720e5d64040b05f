import { once } from 'node:events'
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestOptions,
  type ServerResponse,
} from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { FetchHandler } from '../../src/http/fetch-handler.ts'
import { nodeHandler } from '../../src/http/node-handler.ts'
import type { NodeMount } from '../../src/http/node-mount.ts'

/** A server of node:http with a handler behind the bridge, and how each of its answers ended. */
export interface Served {
  readonly url: string
  readonly port: number
  /** What the promise of the bridge came to, answer by answer: undefined where it resolved. */
  readonly ends: unknown[]
  /** Resolves with the next end. */
  ended(): Promise<unknown>
}

export interface ServeOptions {
  readonly mount?: Partial<NodeMount>
  /** Comes before the bridge, as a middleware of a framework does. */
  before?(req: IncomingMessage, res: ServerResponse): Promise<Partial<NodeMount>>
}

export async function serve(handler: FetchHandler, options: ServeOptions = {}): Promise<Served> {
  const bridge = nodeHandler(handler)
  const ends: unknown[] = []
  let tell = Promise.withResolvers<unknown>()
  const server = createServer(async (req, res) => {
    const mount = { basePath: '', url: req.url ?? '/', ...options.mount }
    const parsed = await options.before?.(req, res)
    const end = await bridge(req, res, { ...mount, ...parsed }).catch((error: unknown) => error)
    if (end !== undefined && !res.headersSent) res.writeHead(500).end('the framework answers')
    ends.push(end)
    tell.resolve(end)
    tell = Promise.withResolvers()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, ends, ended: () => tell.promise }
}

/** Sends a request whose answer is not read before the test reads it. */
export async function ask(
  { url }: Served,
  options: RequestOptions & { readonly body?: string | Uint8Array } = {},
): Promise<IncomingMessage> {
  const { body, ...rest } = options
  const sent = request(url, rest)
  sent.on('error', () => {})
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.on('error', () => {})
  return answer
}

export async function textOf(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk
  return text
}

/** Bytes as they are, for what no client would send. */
export async function raw({ port }: Served, bytes: string): Promise<string> {
  const socket: Socket = connect(port, '127.0.0.1')
  socket.end(bytes)
  let text = ''
  for await (const chunk of socket.setEncoding('latin1')) text += chunk
  return text
}
