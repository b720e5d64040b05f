import { serveExpress } from './serve-express.ts'
import { serveFastify } from './serve-fastify.ts'
import { serveNestjs } from './serve-nestjs.ts'
import type { ServeWeb } from './web-server.ts'

export const frameworks: Readonly<Record<string, ServeWeb>> = {
  express: serveExpress,
  fastify: serveFastify,
  nestjs: serveNestjs,
}
