import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, serve } from './served.ts'

const name = fc.stringMatching(/^x-[a-z0-9!#$%&'*+.^_`|~-]{1,20}$/)
/** What a header may hold, without blanks at its ends: Node and the standard take those off. */
const value = fc
  .array(fc.oneof(fc.integer({ min: 0x20, max: 0x7e }), fc.integer({ min: 0xa0, max: 0xff })))
  .map((codes) => String.fromCharCode(...codes).replaceAll(/^[ \t]+|[ \t]+$/g, ''))
const message = fc.record({
  headers: fc.dictionary(name, value, { maxKeys: 8 }),
  body: fc.uint8Array({ maxLength: 100_000 }),
  cuts: fc.array(fc.nat(100_000), { maxLength: 5 }),
  whole: fc.boolean(),
})

function streamOf(body: Uint8Array, cuts: readonly number[]): ReadableStream<Uint8Array> {
  const ends = [...cuts, body.length].sort((a, b) => a - b)
  return ReadableStream.from(ends.map((end, index) => body.slice(ends[index - 1] ?? 0, end)))
}

test('headers and bytes go both ways over the bridge as they are', async () => {
  let whole = true
  let cuts: readonly number[] = []
  const served = await serve(async (request) => {
    const headers = [...request.headers].filter(([header]) => header.startsWith('x-'))
    const body = new Uint8Array(await request.arrayBuffer())
    return new Response(whole ? body : streamOf(body, cuts), { headers })
  })
  await fc.assert(
    fc.asyncProperty(message, async ({ headers, body, ...rest }) => {
      ;({ whole, cuts } = rest)
      const answer = await ask(served, { method: 'POST', headers, body })
      const chunks: Buffer[] = []
      for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(body)).toBe(true)
      const back = Object.entries(answer.headers).filter(([header]) => header.startsWith('x-'))
      expect(Object.fromEntries(back)).toEqual({ ...headers })
    }),
    { numRuns: 100 },
  )
})
