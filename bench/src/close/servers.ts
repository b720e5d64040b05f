import { punctualServer } from './punctual-server.ts'
import { fastifySchedule } from './fastify-schedule.ts'
import { nestjsSchedule } from './nestjs-schedule.ts'
import type { ClosingServer } from './closing-server.ts'

export const servers: Readonly<Record<string, () => Promise<ClosingServer> | ClosingServer>> = {
  express: () => punctualServer('express'),
  fastify: () => punctualServer('fastify'),
  nestjs: () => punctualServer('nestjs'),
  '@nestjs/schedule': nestjsSchedule,
  '@fastify/schedule': fastifySchedule,
}
