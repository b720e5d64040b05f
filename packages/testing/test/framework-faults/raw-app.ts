import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createScheduler, type RunContext, type Scheduler } from '@punctual/core'
import {
  readAnswer,
  routeUrl,
  ServerLife,
  type RouteJob,
  type RouteResult,
} from '@punctual/core/framework'
import { nodeHandler, type FetchHandler, type NodeMount } from '@punctual/core/http'
import type {
  AppPlan,
  FrameworkApp,
  PlanJob,
  PlanMount,
  PlanRoute,
  RouteReply,
} from '../../src/conformance/index.ts'

/** A request, as routes and mounts of this framework see it. */
export interface RawRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

/** A framework of node:http alone, so small that nothing in it can hide. Faults are methods of it done otherwise. */
export class RawApp implements FrameworkApp {
  readonly scheduler: Scheduler
  protected readonly plan: AppPlan
  protected readonly server: Server
  protected readonly life: ServerLife
  #closed: Promise<void> | null = null

  constructor(plan: AppPlan) {
    this.plan = plan
    this.scheduler = createScheduler(plan.options)
    this.life = this.lifeOf(plan)
    this.server = createServer((req, res) => {
      this.serve(req, res).catch(() => this.failed(res))
    })
    for (const job of plan.jobs) this.declare(job)
    for (const route of plan.routes) {
      for (const job of route.jobs ?? []) this.declareRoute(route, job)
    }
  }

  async start(): Promise<number> {
    await this.listen()
    try {
      await this.life.start()
    } catch (error) {
      await this.close()
      throw error
    }
    return this.port()
  }

  close(): Promise<void> {
    this.#closed ??= this.end()
    return this.#closed
  }

  protected lifeOf({ drain, killAfter }: AppPlan): ServerLife {
    return new ServerLife(this.scheduler, { drain, killAfter })
  }

  protected declare({ id, trigger, run }: PlanJob): void {
    this.scheduler.schedule(id, trigger, run)
  }

  protected async end(): Promise<void> {
    this.life.beginClosing()
    await this.closeHttp()
    await this.life.end()
  }

  protected async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.on('error', reject).listen(0, '127.0.0.1', resolve)
    })
  }

  protected port(): number {
    const address = this.server.address()
    return typeof address === 'object' ? (address?.port ?? 0) : 0
  }

  protected async closeHttp(): Promise<void> {
    const cut = setTimeout(() => this.server.closeAllConnections(), this.life.left)
    await new Promise<unknown>((resolve) => this.server.close(resolve))
    clearTimeout(cut)
  }

  protected async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { url = '/', method = 'GET', headers } = req
    const mount = this.plan.mounts.find((one) => this.isUnder(this.basePath(one), url))
    if (mount !== undefined) return await this.mounted(mount, req, res)
    const body = await this.parsed(req)
    const asked = { method, url, headers, body }
    const { status, json } = await this.answer(asked, this.runOfClient(req))
    res.writeHead(status, { 'content-type': 'application/json' }).end(json)
  }

  protected failed(res: ServerResponse): void {
    if (!res.headersSent) res.writeHead(500)
    res.end()
  }

  protected async mounted(
    mount: PlanMount,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    const basePath = this.basePath(mount)
    const url = this.urlUnder(basePath, req.url ?? '/')
    const body = this.plan.parser ? await this.parsed(req) : undefined
    await this.bridge(mount, req, res, { basePath, url, body })
  }

  protected async bridge(
    mount: PlanMount,
    req: IncomingMessage,
    res: ServerResponse,
    at: NodeMount,
  ): Promise<void> {
    await nodeHandler(this.handler(mount))(req, res, at)
  }

  protected handler({ handler }: PlanMount): FetchHandler {
    return handler
  }

  protected basePath({ under }: PlanMount): string {
    return under.join('')
  }

  protected isUnder(prefix: string, url: string): boolean {
    return url.startsWith(prefix) && ['', '/', '?'].includes(url.charAt(prefix.length))
  }

  protected urlUnder(prefix: string, url: string): string {
    const rest = url.slice(prefix.length)
    return rest.startsWith('/') ? rest : `/${rest}`
  }

  protected async parsed(req: IncomingMessage): Promise<unknown> {
    if (!/^application\/json\b/.test(req.headers['content-type'] ?? '')) return undefined
    return JSON.parse((await buffer(req)).toString())
  }

  /** A client is never a run. */
  protected runOfClient(_req: IncomingMessage): RunContext<unknown> | null {
    return null
  }

  protected async answer(asked: RawRequest, run: RunContext<unknown> | null): Promise<RouteReply> {
    const { pathname, searchParams } = new URL(asked.url, 'http://test')
    for (const route of this.plan.routes) {
      const params = route.method === asked.method ? matched(route.path, pathname) : null
      if (params === null) continue
      const query = Object.fromEntries(searchParams)
      const { scheduler } = this
      const { headers, body } = asked
      return await route.answer({ scheduler, run, params, query, headers, body })
    }
    return { status: 404, json: 'null' }
  }

  protected declareRoute(route: PlanRoute, job: RouteJob): void {
    const { id = `${route.method} ${route.path}`, trigger, request = {}, ...options } = job
    const url = routeUrl(route.path, request, id)
    const { headers = {}, body } = request
    const asked = { method: route.method, url, headers, body }
    const run = (context: RunContext<undefined>): Promise<RouteResult> => this.asked(asked, context)
    this.scheduler.schedule(id, trigger, run, { ...options, source: 'route' })
  }

  protected async asked(asked: RawRequest, run: RunContext<unknown>): Promise<RouteResult> {
    const broken = { status: 500, json: 'null' }
    return await this.judged(await this.answer(asked, run).catch(() => broken))
  }

  protected async judged({ status, json }: RouteReply): Promise<RouteResult> {
    return await readAnswer({
      statusCode: status,
      headers: { 'content-type': 'application/json' },
      async *stream() {
        yield new TextEncoder().encode(json)
      },
    })
  }
}

function matched(path: string, pathname: string): Record<string, string> | null {
  const [names, values] = [path.split('/'), pathname.split('/')]
  if (names.length !== values.length) return null
  const params: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const value = decodeURIComponent(values[index] ?? '')
    if (name.startsWith(':')) params[name.slice(1)] = value
    else if (name !== value) return null
  }
  return params
}
