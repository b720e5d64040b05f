import type { ServerResponse } from 'node:http'
import type { ClientWatch } from './client-watch.ts'

/** Headers of one connection, which HTTP/2 forbids. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** Sends an answer, no faster than the client takes it; resolves when it is over or the client gone. */
export async function sendAnswer(
  res: ServerResponse,
  response: Response,
  client: ClientWatch,
  headOnly: boolean,
): Promise<void> {
  // A body that somebody else reads is refused here, while there is still another answer to give.
  const reader = response.body?.getReader() ?? null
  if (client.gone || res.writableEnded || headOnly) await reader?.cancel(client.signal.reason)
  if (client.gone || res.writableEnded) return
  try {
    writeHead(res, response)
    if (reader !== null && !headOnly) await pour(reader, res, client)
  } catch (error) {
    // What broke first is what counts.
    await reader?.cancel(error).catch(() => {})
    throw error
  }
  if (!client.gone) res.end()
  await client.over
}

function writeHead(res: ServerResponse, { status, statusText, headers }: Response): void {
  // Checked before it is set: a head that Node refuses later leaves nothing to answer with.
  if (status === 0) throw new TypeError('the handler answered with an error, which has no status')
  const older = res.req.httpVersionMajor < 2
  res.statusCode = status
  if (older && statusText !== '') res.statusMessage = statusText
  for (const [name, value] of headers) {
    if (name === 'set-cookie' || (!older && OF_THE_CONNECTION.has(name))) continue
    res.setHeader(name, value)
  }
  // Others, such as a session before us, may have set cookies of their own.
  for (const cookie of headers.getSetCookie()) res.appendHeader('set-cookie', cookie)
}

async function pour(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  res: ServerResponse,
  client: ClientWatch,
): Promise<void> {
  // An event stream may be silent for long: the client learns at once that it is open.
  flushHead(res)
  const cancelled = Promise.withResolvers<void>()
  const leave = (): void => cancelled.resolve(reader.cancel(client.signal.reason))
  client.signal.addEventListener('abort', leave, { once: true })
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (client.gone) return await cancelled.promise
      if (done) return
      if (!res.write(value)) await drained(res, client)
    }
  } finally {
    client.signal.removeEventListener('abort', leave)
  }
}

/** `flushHeaders()` sends them as UTF-8 before HTTP/2, where headers are Latin-1. */
function flushHead(res: ServerResponse): void {
  if (res.req.httpVersionMajor < 2) res.write('', 'latin1')
  else res.flushHeaders()
}

/** Waits until the client took what was written, or left. */
function drained(res: ServerResponse, { gone, signal }: ClientWatch): Promise<void> {
  if (gone) return Promise.resolve()
  return new Promise((resolve) => {
    const go = (): void => {
      res.off('drain', go)
      signal.removeEventListener('abort', go)
      resolve()
    }
    res.on('drain', go)
    signal.addEventListener('abort', go)
  })
}
