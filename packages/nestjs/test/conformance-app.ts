import { Controller, Get, Header, Module, Post, Req, Res, type Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { Scheduler } from '@punctual/core'
import type { FetchHandler } from '@punctual/core/http'
import type {
  AppPlan,
  FrameworkApp,
  FrameworkHarness,
  PlanJob,
  PlanRoute,
  RouteVisit,
} from '@punctual/testing/conformance'
import { InjectScheduler, PunctualModule, Scheduled, SCHEDULER } from '../src/index.ts'
import type { Platform } from './nest-apps.ts'

/** Applications on this platform, for the cases of the conformance kit. */
export function nestHarness(platform: Platform): FrameworkHarness {
  return {
    capabilities: { routeJobs: false, rootMounts: false, cutsRequests: false },
    open: (plan) => openApp(plan, platform),
  }
}

async function openApp(plan: AppPlan, platform: Platform): Promise<FrameworkApp> {
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter()
  const app = await NestFactory.create(moduleOf(plan), adapter, {
    abortOnError: false,
    bodyParser: plan.parser || plan.routes.length > 0,
    logger: false,
  })
  return {
    scheduler: app.get<Scheduler>(SCHEDULER),
    async start() {
      await app.listen(0, '127.0.0.1')
      const address: unknown = app.getHttpServer().address()
      return Number(Reflect.get(Object(address), 'port') ?? 0)
    },
    close: () => app.close(),
  }
}

function moduleOf({ options, drain, killAfter, mounts, routes, jobs }: AppPlan): Type {
  const mount: Record<string, () => FetchHandler> = {}
  for (const { under, handler } of mounts) mount[under.join('')] = () => handler
  class AppModule {}
  Module({
    imports: [PunctualModule.forRoot({ ...options, drain, killAfter, mount })],
    controllers: routes.map(controllerOf),
    providers: [providerOf(jobs)],
  })(AppModule)
  return AppModule
}

/** A provider with a method for each job, decorated as those that are written by hand. */
function providerOf(jobs: readonly PlanJob[]): Type {
  class Jobs {}
  for (const [index, { id, trigger, run }] of jobs.entries()) {
    const name = `job${index}`
    const descriptor = { value: run, writable: true, configurable: true }
    Object.defineProperty(Jobs.prototype, name, descriptor)
    Scheduled(trigger, { id })(Jobs.prototype, name, descriptor)
  }
  return Jobs
}

/** What requests of both platforms have in common, and answers too. */
type NestRequest = Pick<RouteVisit, 'params' | 'query' | 'headers' | 'body'>
interface NestResponse {
  status(status: number): unknown
}

function controllerOf({ method, path, answer }: PlanRoute): Type {
  @Controller()
  class Routes {
    @InjectScheduler()
    private readonly scheduler!: Scheduler

    @(method === 'GET' ? Get(path) : Post(path))
    @Header('content-type', 'application/json')
    async answer(
      @Req() { params, query, headers, body }: NestRequest,
      @Res({ passthrough: true }) response: NestResponse,
    ): Promise<string> {
      const { scheduler } = this
      const visit = { scheduler, run: null, params, query, headers, body }
      const { status, json } = await answer(visit)
      response.status(status)
      return json
    }
  }
  return Routes
}
