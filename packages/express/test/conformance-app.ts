import { createServer } from 'node:http'
import { createScheduler } from '@punctual/core'
import type {
  AppPlan,
  FrameworkApp,
  FrameworkHarness,
  PlanMount,
  PlanRoute,
} from '@punctual/testing/conformance'
import type { Express, RequestHandler } from 'express'
import { attach, fetchMiddleware, punctual, scheduled } from '../src/index.ts'
import type { ExpressFactory } from './express-versions.ts'

/** Applications of this Express, for the cases of the conformance kit. */
export function expressHarness(express: ExpressFactory): FrameworkHarness {
  return {
    capabilities: { routeJobs: true, rootMounts: true, cutsRequests: true },
    open: async (plan) => openApp(express, plan),
  }
}

function openApp(express: ExpressFactory, plan: AppPlan): FrameworkApp {
  const scheduler = createScheduler(plan.options)
  const app = express()
  app.use(punctual(scheduler))
  if (plan.parser) app.use(express.json())
  for (const one of plan.mounts) mount(express, app, one)
  app.use(express.json())
  for (const route of plan.routes) addRoute(app, route)
  for (const { id, trigger, run } of plan.jobs) scheduler.schedule(id, trigger, run)
  const server = createServer(app)
  const { drain, killAfter } = plan
  const attached = attach(server, app, scheduler, { drain, killAfter })
  return {
    scheduler,
    async start() {
      server.listen(0, '127.0.0.1')
      await attached.ready
      const address = server.address()
      return typeof address === 'object' ? (address?.port ?? 0) : 0
    },
    close: () => attached.close(),
  }
}

function mount(express: ExpressFactory, app: Express, { under, handler }: PlanMount): void {
  const [first = '/', ...inner] = under
  // Each further prefix is that of a router inside the one before.
  const innermost: RequestHandler = fetchMiddleware(handler)
  const mounted = inner.reduceRight<RequestHandler>(
    (below, prefix) => express.Router().use(prefix, below),
    innermost,
  )
  app.use(first, mounted)
}

function addRoute(app: Express, { method, path, jobs, answer }: PlanRoute): void {
  const declared = jobs === undefined ? [] : [scheduled(jobs)]
  const verb = method === 'GET' ? 'get' : 'post'
  app[verb](path, ...declared, (req, res, next) => {
    const { scheduler, run, query, headers, body } = req
    const params = { ...req.params } as Record<string, string>
    answer({ scheduler, run, params, query, headers, body }).then(
      ({ status, json }) => res.status(status).type('application/json').send(json),
      next,
    )
  })
}
