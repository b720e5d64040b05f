import type { AddressInfo } from 'node:net'
import { attach, punctual } from '@punctual/express'
import express from 'express'
import { item, type ServeWeb } from './web-server.ts'

export const serveExpress: ServeWeb = async (scheduler) => {
  const app = express()
  app.use(punctual(scheduler))
  app.get('/items/:id', (req, res) => void res.json(item(req.params.id)))
  const server = app.listen(0, '127.0.0.1')
  const attached = attach(server, app, scheduler)
  await attached.ready
  return { port: (server.address() as AddressInfo).port, close: () => attached.close() }
}
