import type { IncomingMessage } from 'node:http'

/** Headers that told of the bytes that came in, and not of what a parser made of them. */
const OF_THE_BYTES = ['content-length', 'content-encoding', 'transfer-encoding']

/**
 * A body that a parser of the framework has read already, with the headers set right for it; null when the stream itself is
 * still there to be read.
 */
export function parsedBody(
  req: IncomingMessage,
  body: unknown,
  headers: Headers,
): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined || (isNothing(body) && !req.readableDidRead)) return null
  for (const name of OF_THE_BYTES) headers.delete(name)
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return new Uint8Array(body)
  if (isForm(headers) && isFlat(body)) return formText(body)
  if (!/[/+]json\b/i.test(headers.get('content-type') ?? '')) {
    headers.set('content-type', 'application/json')
  }
  return JSON.stringify(body)
}

/** Parsers of Express 4 leave an empty object behind where they read nothing. */
function isNothing(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Object.keys(body).length === 0
}

function isForm(headers: Headers): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')
}

type Fields = Readonly<Record<string, string | readonly string[]>>

function isFlat(body: unknown): body is Fields {
  const isText = (value: unknown): boolean => typeof value === 'string'
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.values(body).every((value) =>
      Array.isArray(value) ? value.every(isText) : isText(value),
    )
  )
}

function formText(fields: Fields): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const one of typeof value === 'string' ? [value] : value) form.append(name, one)
  }
  return form.toString()
}
