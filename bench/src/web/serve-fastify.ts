import type { AddressInfo } from 'node:net'
import { punctual } from '@punctual/fastify'
import fastify from 'fastify'
import { item, type ServeWeb } from './web-server.ts'

export const serveFastify: ServeWeb = async (scheduler) => {
  const app = fastify()
  await app.register(punctual, { scheduler })
  app.get<{ Params: { id: string } }>('/items/:id', async (request) => item(request.params.id))
  await app.listen({ port: 0, host: '127.0.0.1' })
  return { port: (app.server.address() as AddressInfo).port, close: () => app.close() }
}
