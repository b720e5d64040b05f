import 'reflect-metadata'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Controller, Get, Module, Param } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { PunctualModule } from '@punctual/nestjs'
import { item, type ServeWeb } from './web-server.ts'

/** Decorators are called by hand: Node strips types, it does not read decorators. */
export const serveNestjs: ServeWeb = async (scheduler) => {
  class Items {
    find(id: string): object {
      return item(id)
    }
  }
  Controller('items')(Items)
  const find = Object.getOwnPropertyDescriptor(Items.prototype, 'find')
  if (find === undefined) throw new Error('no method')
  Get(':id')(Items.prototype, 'find', find)
  Param('id')(Items.prototype, 'find', 0)
  class AppModule {}
  Module({ imports: [PunctualModule.forRoot({ scheduler })], controllers: [Items] })(AppModule)
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] })
  app.enableShutdownHooks()
  await app.listen(0, '127.0.0.1')
  const server = app.getHttpServer() as Server
  return { port: (server.address() as AddressInfo).port, close: () => app.close() }
}
