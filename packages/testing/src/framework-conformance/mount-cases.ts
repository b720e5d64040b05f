import assert from 'node:assert/strict'
import type { FetchHandler } from '@punctual/core/http'
import { casesOf, type FrameworkCase } from './framework-case.ts'

/** Answers with what it was asked. */
const tell: FetchHandler = (request, { basePath }) => {
  const { host, pathname, search } = new URL(request.url)
  return Response.json({ method: request.method, host, pathname, search, basePath })
}

/** The parts of an answer of `tell` that a case is about. */
function told(text: string, ...names: readonly string[]): readonly unknown[] {
  const all: Record<string, unknown> = JSON.parse(text)
  return names.map((name) => all[name])
}

const WHERE = ['basePath', 'pathname', 'search'] as const

const rootCases = casesOf(
  'mount',
  {
    'at the root there is no base path': async (stage) => {
      const started = await stage.start({ mounts: [{ under: [], handler: tell }] })
      const deep = await started.ask({ path: '/api/jobs?tag=a&tag=b' })
      assert.deepEqual(told(deep.text, ...WHERE), ['', '/api/jobs', '?tag=a&tag=b'])
      const root = await started.ask({ path: '/' })
      assert.deepEqual(told(root.text, ...WHERE), ['', '/', ''])
    },
  },
  { needs: 'rootMounts' },
)

const prefixCases = casesOf('mount', {
  'under a prefix the path is what comes after it': async (stage) => {
    const started = await stage.start({ mounts: [{ under: ['/tools'], handler: tell }] })
    const deep = await started.ask({ path: '/tools/api/jobs?tag=a&tag=b' })
    assert.deepEqual(told(deep.text, ...WHERE), ['/tools', '/api/jobs', '?tag=a&tag=b'])
    for (const path of ['/tools', '/tools/', '/tools?', '/tools/?']) {
      const root = await started.ask({ path })
      assert.deepEqual(told(root.text, ...WHERE), ['/tools', '/', ''], path)
    }
    const asked = await started.ask({ path: '/tools?x=1' })
    assert.deepEqual(told(asked.text, ...WHERE), ['/tools', '/', '?x=1'])
  },

  'under several prefixes they are one base path': async (stage) => {
    const mounts = [{ under: ['/tools', '/punctual'], handler: tell }]
    const started = await stage.start({ mounts })
    const { text } = await started.ask({ path: '/tools/punctual/api/jobs?x=1' })
    assert.deepEqual(told(text, ...WHERE), ['/tools/punctual', '/api/jobs', '?x=1'])
  },

  'a path and a query arrive as they were written': async (stage) => {
    const started = await stage.start({ mounts: [{ under: ['/tools'], handler: tell }] })
    const path = '/jobs/cart%2F42/50%25/%E4%B8%AD/a%20b;v=1/tools'
    const search = '?q=a%20b+c&empty=&to=/tools/x?y&%5B%5D=1'
    const { text } = await started.ask({ path: `/tools${path}${search}` })
    assert.deepEqual(told(text, ...WHERE), ['/tools', path, search])
  },

  'a path that only begins like the prefix is not meant': async (stage) => {
    const started = await stage.start({ mounts: [{ under: ['/tools'], handler: tell }] })
    assert.equal((await started.ask({ path: '/toolshed' })).status, 404)
    assert.equal((await started.ask({ path: '/tools/toolshed' })).status, 200)
  },

  'every method arrives, and so does the host': async (stage) => {
    const started = await stage.start({ mounts: [{ under: ['/tools'], handler: tell }] })
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { text } = await started.ask({ method, path: '/tools/x' })
      assert.deepEqual(told(text, 'method', 'host'), [method, `127.0.0.1:${started.port}`])
    }
  },

  'two handlers stand side by side': async (stage) => {
    const other: FetchHandler = () => new Response('other')
    const mounts = [
      { under: ['/tools'], handler: tell },
      { under: ['/other'], handler: other },
    ]
    const started = await stage.start({ mounts })
    assert.equal((await started.ask({ path: '/other/x' })).text, 'other')
    const { text } = await started.ask({ path: '/tools/x' })
    assert.deepEqual(told(text, 'pathname'), ['/x'])
  },
})

export const mountCases: readonly FrameworkCase[] = [...rootCases, ...prefixCases]
