import { setImmediate as turn } from 'node:timers/promises'
import type { Metrics } from './metrics.ts'

/** Characters that are put together at once: a few tenths of a millisecond. */
const CHUNK = 32_768

/** The metrics as text that is made while it is sent: a thousand jobs make megabytes, and the event loop must not be held. */
export function metricsAnswer(metrics: Metrics): Response {
  return new Response(ReadableStream.from(chunksOf(metrics)), {
    headers: {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
}

async function* chunksOf(metrics: Metrics): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let text = ''
  for await (const piece of metrics.text()) {
    text += piece
    if (text.length < CHUNK) continue
    yield encoder.encode(text)
    text = ''
    await turn()
  }
  yield encoder.encode(text)
}
