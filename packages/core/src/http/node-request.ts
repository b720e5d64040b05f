import type { IncomingMessage } from 'node:http'
import type { ClientWatch } from './client-watch.ts'
import type { NodeBody } from './node-body.ts'
import type { NodeMount } from './node-mount.ts'
import { parsedBody } from './parsed-body.ts'

/** A name or an address, with a port: nothing that could shift the rest of the URL. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i
/** The form that clients use towards a proxy; a server has to understand it too. */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i
/** Methods that a Request refuses. */
const NOT_FETCHED = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** The request as the Web standard has it; null when its method cannot be said there. */
export function nodeRequest(
  req: IncomingMessage,
  mount: NodeMount,
  body: NodeBody,
  client: ClientWatch,
): Request | null {
  const { method = 'GET' } = req
  if (NOT_FETCHED.has(method)) return null
  const headers = headersOf(req)
  const init: RequestInit = { method, headers, signal: client.signal }
  if (method !== 'GET' && method !== 'HEAD') {
    init.body = parsedBody(req, mount.body, headers) ?? body.stream()
    init.duplex = 'half'
  }
  return client.hold(new Request(`${originOf(req)}${pathOf(mount.url)}`, init))
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    // Names with a colon before them are no headers: HTTP/2 says method, path and host in them.
    if (!name.startsWith(':')) headers.append(name, value)
  }
  return headers
}

/** A client may write what it likes into its Host header. */
function originOf({ socket, headers }: IncomingMessage): string {
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http'
  const host = headers.host ?? String(headers[':authority'] ?? '')
  const origin = `${scheme}://${host}`
  return HOST.test(host) && URL.canParse(origin) ? origin : `${scheme}://localhost`
}

function pathOf(url: string): string {
  const path = url.replace(ABSOLUTE, '')
  return path.startsWith('/') ? path : `/${path}`
}
