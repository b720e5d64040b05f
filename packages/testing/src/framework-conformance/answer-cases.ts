import assert from 'node:assert/strict'
import type { FetchHandler } from '@punctual/core/http'
import { casesOf, type FrameworkCase } from './framework-case.ts'
import type { PlanMount } from './framework-harness.ts'

function at(handler: FetchHandler): { readonly mounts: readonly PlanMount[] } {
  return { mounts: [{ under: ['/tools'], handler }] }
}

const PATH = '/tools/x'

/** What stands behind the head of an answer. */
function bodyOf(raw: string): string | undefined {
  const [, ...rest] = raw.split('\r\n\r\n')
  return rest.join('\r\n\r\n')
}

export const answerCases: readonly FrameworkCase[] = casesOf('answer', {
  'status and headers arrive as the handler gave them': async (stage) => {
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-made-by': 'a test' }
    const handler: FetchHandler = () => new Response('Straße', { status: 201, headers })
    const started = await stage.start(at(handler))
    const answer = await started.ask({ path: PATH })
    assert.deepEqual([answer.status, answer.text], [201, 'Straße'])
    assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8')
    assert.equal(answer.headers['x-made-by'], 'a test')
  },

  'each cookie is a header of its own': async (stage) => {
    const cookies = ['a=1; Path=/', 'b=2; Expires=Sun, 01 Mar 2099 00:00:00 GMT', 'c=3']
    const handler: FetchHandler = () => {
      const headers = new Headers()
      for (const cookie of cookies) headers.append('set-cookie', cookie)
      return new Response('set', { headers })
    }
    const started = await stage.start(at(handler))
    const answer = await started.ask({ path: PATH })
    assert.deepEqual(answer.headers['set-cookie'], cookies)
  },

  'what the handler refuses is its own answer': async (stage) => {
    const handler: FetchHandler = (request) => {
      const here = new URL(request.url).pathname === '/x'
      if (!here) return new Response('not here', { status: 404 })
      return new Response('not so', { status: 405, headers: { allow: 'GET, HEAD' } })
    }
    const started = await stage.start(at(handler))
    const missing = await started.ask({ path: '/tools/y' })
    assert.deepEqual([missing.status, missing.text], [404, 'not here'])
    const refused = await started.ask({ method: 'POST', path: PATH })
    const { allow } = refused.headers
    assert.deepEqual([refused.status, refused.text, allow], [405, 'not so', 'GET, HEAD'])
  },

  'an answer without a body has none': async (stage) => {
    const handler: FetchHandler = () => new Response(null, { status: 204 })
    const started = await stage.start(at(handler))
    const raw = started.raw(`GET ${PATH} HTTP/1.1`, 'Host: test', 'Connection: close')
    await stage.patience.for('the end of the answer', raw.ended)
    assert.match(raw.text, /^HTTP\/1\.1 204 /)
    assert.equal(bodyOf(raw.text), '')
  },

  'HEAD gets the head of the answer, and no body': async (stage) => {
    const seen: string[] = []
    const handler: FetchHandler = (request) => {
      seen.push(request.method)
      return new Response('a body', { headers: { 'x-made-by': 'a test' } })
    }
    const started = await stage.start(at(handler))
    const raw = started.raw(`HEAD ${PATH} HTTP/1.1`, 'Host: test', 'Connection: close')
    await stage.patience.for('the end of the answer', raw.ended)
    assert.match(raw.text, /^HTTP\/1\.1 200 /)
    assert.match(raw.text, /\r\nx-made-by: a test\r\n/i)
    assert.equal(bodyOf(raw.text), '')
    assert.deepEqual(seen, ['HEAD'])
  },

  'a handler that throws is an error of the framework, and the server lives on': async (stage) => {
    let broken = true
    const handler: FetchHandler = async () => {
      if (broken) throw new Error('broken on purpose')
      return new Response('mended')
    }
    const started = await stage.start(at(handler))
    assert.equal((await started.ask({ path: PATH })).status, 500)
    broken = false
    assert.equal((await started.ask({ path: PATH })).text, 'mended')
  },
})
