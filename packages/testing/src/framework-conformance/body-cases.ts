import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { FetchHandler } from '@punctual/core/http'
import { casesOf, type FrameworkCase, type Play } from './framework-case.ts'

/** Far more than the buffers between client and server hold, and than parsers take. */
const LARGE = 3 * 1024 * 1024

const PATH = '/tools/x'

/** Answers with a hash of the bytes that came. */
const hash: FetchHandler = async (request) => {
  return Response.json(hashOf(new Uint8Array(await request.arrayBuffer())))
}

const readJson: FetchHandler = async (request) => Response.json({ read: await request.json() })

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function mounted(handler: FetchHandler, play: (ask: Asked) => Promise<void>): Play {
  return async (stage) => {
    for (const parser of [false, true]) {
      const app = await stage.start({ mounts: [{ under: ['/tools'], handler }], parser })
      await play(async (headers, body) => {
        const answer = await app.ask({ method: 'POST', path: PATH, headers, body })
        assert.equal(answer.status, 200, answer.text)
        return JSON.parse(answer.text)
      })
    }
  }
}

/** Sends a body, once where no parser stands before the handler and once where one does. */
type Asked = (
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
) => Promise<unknown>

export const bodyCases: readonly FrameworkCase[] = casesOf('body', {
  'JSON can be read, whether a parser has read it before or not': mounted(readJson, async (ask) => {
    const given = { id: 'cart/42', text: 'Straße 中', list: [1, null, { a: false }] }
    const headers = { 'content-type': 'application/json; charset=utf-8' }
    assert.deepEqual(await ask(headers, JSON.stringify(given)), { read: given })
  }),

  'what no parser knows arrives byte for byte': mounted(hash, async (ask) => {
    const bytes = Uint8Array.from({ length: 1_000 }, (_, i) => (i * 7) % 256)
    const headers = { 'content-type': 'application/octet-stream' }
    assert.equal(await ask(headers, bytes), hashOf(bytes))
  }),

  'a body of several megabytes arrives whole': mounted(hash, async (ask) => {
    const bytes = new Uint8Array(LARGE).fill(97)
    assert.equal(await ask({ 'content-type': 'application/octet-stream' }, bytes), hashOf(bytes))
  }),

  'a request without a body has an empty one': mounted(hash, async (ask) => {
    assert.equal(await ask({}, ''), hashOf(new Uint8Array(0)))
  }),

  'a body that the handler does not read does not hold the answer up': async (stage) => {
    const handler: FetchHandler = () => new Response('unread')
    const started = await stage.start({ mounts: [{ under: ['/tools'], handler }] })
    const headers = { 'content-type': 'application/octet-stream' }
    const body = new Uint8Array(LARGE)
    const answer = await started.ask({ method: 'POST', path: PATH, headers, body })
    assert.equal(answer.text, 'unread')
  },
})
