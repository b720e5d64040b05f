import { PunctualError } from '../errors/punctual-error.ts'
import type { Json } from '../json/json.ts'

/** What came back from a route that was called without a socket. */
export interface InjectedAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, number | string | readonly string[] | undefined>>
  stream(): AsyncIterable<Uint8Array>
}

/** The result of a run that went through a route. */
export interface RouteResult {
  readonly status: number
  /** The answer where it is JSON and short, otherwise null. */
  readonly body: Json
}

/** So much of an answer is looked at; the rest is read and dropped. */
const MOST_BYTES = 16_384
/** So much of it is told when the run failed. */
const MOST_TOLD = 500

/**
 * Waits for the end of an answer and judges it: 2xx and 3xx succeed.
 *
 * Anything else rejects with `PUNCTUAL_ROUTE_FAILED`, whose details hold the status and the first 500 characters of the
 * body. An answer of any length costs 16 KiB at most.
 */
export async function readAnswer(answer: InjectedAnswer): Promise<RouteResult> {
  const { statusCode: status } = answer
  const { text, whole } = await beginningOf(answer.stream())
  if (status >= 200 && status < 400) {
    return { status, body: whole && isJson(answer) ? parsed(text) : null }
  }
  const body = text.slice(0, MOST_TOLD)
  throw new PunctualError(
    'PUNCTUAL_ROUTE_FAILED',
    // The piece of the answer stands below the first line, which is all that is logged of it.
    `the route answered ${status}${body === '' ? '' : `\n${body}`}`,
    { details: { status, body } },
  )
}

async function beginningOf(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  let room = MOST_BYTES
  for await (const chunk of stream) {
    if (room > 0) text += decoder.decode(chunk.subarray(0, room), { stream: true })
    room -= chunk.byteLength
  }
  return { text, whole: room >= 0 }
}

function isJson({ headers }: InjectedAnswer): boolean {
  return /^application\/(?:json|[^;]+\+json)(?:;|$)/i.test(String(headers['content-type'] ?? ''))
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}
