import { Controller, Get, type INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { FetchHandler } from '@punctual/core/http'
import { expect, onTestFinished, test } from 'vitest'
import { moduleOf, platforms, serve } from './nest-apps.ts'

const echo: FetchHandler = async (request, { basePath }) => {
  const { pathname, search } = new URL(request.url)
  const body = request.body === null ? null : await request.text()
  if (pathname === '/fail') throw new Error('out of paper')
  return Response.json({ method: request.method, basePath, path: pathname + search, body })
}

function served(platform: 'express' | 'fastify', prepare?: (app: INestApplication) => void) {
  @Controller()
  class Web {
    @Get(platform === 'express' ? '*rest' : '*') any() {
      return 'a route of the application'
    }
  }
  const mount = { '/internal/jobs': () => echo }
  return serve(moduleOf({ controllers: [Web] }, { mount }), platform, prepare)
}

test.for(platforms)(
  'on %s a handler answers at its path and below, for every method',
  async (platform) => {
    const { url } = await served(platform)
    const answers = await Promise.all(
      ['', '/', '/a/b?c=1'].map(async (rest) =>
        (await fetch(`${url}/internal/jobs${rest}`)).json(),
      ),
    )
    expect(answers).toEqual(
      ['/', '/', '/a/b?c=1'].map((path) => ({
        ...{ method: 'GET', basePath: '/internal/jobs', path, body: null },
      })),
    )
    const removed = await fetch(`${url}/internal/jobs/42`, { method: 'DELETE' })
    expect(await removed.json()).toMatchObject({ method: 'DELETE', path: '/42' })
    const other = await fetch(`${url}/internal/jobsite`)
    expect(await other.text()).toBe('a route of the application')
  },
)

test.for(platforms)('on %s bodies reach the handler, of whatever kind', async (platform) => {
  const { url } = await served(platform)
  const bodies = [
    ['application/json', '{"a":[1,2]}'],
    ['application/x-www-form-urlencoded', 'a=1&b=2'],
    ['text/csv', 'a;b'],
  ]
  for (const [type = '', body = ''] of bodies) {
    const answer = await fetch(`${url}/internal/jobs/in`, {
      ...{ method: 'POST', headers: { 'content-type': type }, body },
    })
    expect(await answer.json()).toMatchObject({ method: 'POST', body })
  }
})

test('on fastify no parser reads a body first', async () => {
  const { url } = await served('fastify')
  const body = '{ "a": 1e2, broken'
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/internal/jobs/in`, { method: 'POST', headers, body })
  expect(await answer.json()).toMatchObject({ body })
})

test.for(platforms)(
  'on %s what a handler throws goes to the exception filters',
  async (platform) => {
    const { url } = await served(platform)
    const answer = await fetch(`${url}/internal/jobs/fail`)
    expect(answer.status).toBe(500)
    expect(await answer.json()).toMatchObject({ message: 'Internal server error' })
  },
)

test.for(platforms)('on %s a global prefix moves no mount', async (platform) => {
  const { url } = await served(platform, (app) => app.setGlobalPrefix('api'))
  expect((await fetch(`${url}/internal/jobs`)).status).toBe(200)
  expect((await fetch(`${url}/api/internal/jobs`)).headers.get('content-type')).not.toContain(
    'json',
  )
})

test('without HTTP nothing is mounted, and the application works', async () => {
  const root = moduleOf({}, { mount: { '/jobs': () => echo } })
  const app = await NestFactory.createApplicationContext(root, { logger: false })
  onTestFinished(() => app.close())
  expect(app).toBeDefined()
})

test.for(['jobs', '/jobs/', '/jobs/:id', '/*', ''])('the path "%s" is refused', async (path) => {
  const served = serve(moduleOf({}, { mount: { [path]: () => echo } }), 'express')
  await expect(served).rejects.toMatchObject({ code: 'PUNCTUAL_OPTION_INVALID' })
})
