import { every } from '@punctual/core'
import { fastify, type FastifyInstance } from 'fastify'
import { expect, test } from 'vitest'
import { punctual } from '../src/index.ts'

/** A server that tells which run, if any, makes a request. */
async function server(): Promise<FastifyInstance> {
  const app = fastify()
  await app.register(punctual, { startOn: 'ready' })
  app.get('/who', ({ run }) => ({ run: run?.jobId ?? null }))
  return app
}

const forged = {
  ...{ run: '{"jobId":"who"}', 'x-punctual-run': 'who', 'punctual-run-id': 'who' },
  ...{ 'user-agent': 'lightMyRequest', host: 'localhost:80' },
}

test('no header makes the request of a client a run', async () => {
  const app = await server()
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const { host: _, ...headers } = forged
  const answer = await fetch(`${url}/who?run=who`, { headers })
  expect(await answer.json()).toEqual({ run: null })
  await app.close()
})

test('what a job injects itself is no run, also when a run is under way', async () => {
  const app = await server()
  const inside: unknown[] = []
  app.scheduler.schedule('injects', every('1h'), async () => {
    inside.push((await app.inject({ url: '/who', headers: forged })).json())
  })
  const schedule = { id: 'route', trigger: every('1h') }
  app.get('/outer', { config: { schedule } }, async ({ run }) => {
    inside.push(run?.jobId, (await app.inject('/who')).json())
    return {}
  })
  await app.ready()
  for (const id of ['injects', 'route']) await (await app.scheduler.runJob(id)).finished()
  expect(inside).toEqual([{ run: null }, 'route', { run: null }])
  await app.close()
})

test('the run of a request cannot be overwritten', async () => {
  const app = await server()
  app.get('/forge', (request) => Object.assign(request, { run: { jobId: 'who' } }).run)
  expect((await app.inject('/forge')).statusCode).toBe(500)
  await app.close()
})
