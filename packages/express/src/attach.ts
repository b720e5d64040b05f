import type { Server } from 'node:http'
import { PunctualError, type Duration, type Scheduler, type StopReport } from '@punctual/core'
import { ServerLife } from '@punctual/core/framework'
import type { Express } from 'express'
import { closeOnSignals } from './close-on-signals.ts'
import { Connections } from './connections.ts'
import { declareRoutes } from './declare-routes.ts'
import { listening } from './listening.ts'
import { extendRequests } from './request-properties.ts'

/** How a server and its scheduler live together. */
export interface AttachOptions {
  /** How long `close` waits for requests and runs before it aborts them. Default 30 s. */
  drain?: Duration
  /** How long an aborted run may go on before it is left behind. Default: that of the scheduler, 5 s. */
  killAfter?: Duration
  /** Close on SIGTERM and SIGINT, then exit with code 0; a second signal exits at once. Default false. */
  signals?: boolean
}

/** A server whose scheduler starts and closes with it. */
export interface PunctualServer {
  /** Resolves when the scheduler runs; rejects with the reason why it does not, and then the server closes. */
  readonly ready: Promise<void>
  /** Stops claiming, closes HTTP, waits for running jobs. Idempotent; resolves when everything has ended. */
  close(): Promise<StopReport>
}

const attached = new WeakSet<object>()

/**
 * Ties a scheduler to an HTTP server: it starts when the server listens, and `close()` ends both without cutting off work.
 *
 * The jobs of the routes of `app` are declared here, so attach after the last route. `close` stops claiming at once, lets
 * open requests and running jobs end up to `drain`, then aborts the jobs and ends the connections. A server that is closed
 * by others stops the scheduler too. No signal handler is installed unless `signals` asks for it. A failed start closes the
 * server and rejects `ready`.
 *
 * Throws `PUNCTUAL_ROUTE_URL` where the URL of a route job cannot be told, `PUNCTUAL_JOB_EXISTS` where its id is taken, and
 * `PUNCTUAL_ALREADY_STARTED` where the app or the scheduler has a server already.
 *
 * @example
 * ```ts
 * const server = app.listen(3000)
 * const punctualServer = attach(server, app, scheduler, { drain: '30s', signals: true })
 * await punctualServer.close()
 * ```
 */
export function attach(
  server: Server,
  app: Express,
  scheduler: Scheduler,
  options: AttachOptions = {},
): PunctualServer {
  const life = new ServerLife(scheduler, options)
  checkFree(app, scheduler)
  // First, because a server may listen already: where a route is refused, clients are no runs all the same.
  extendRequests(app.request, scheduler)
  declareRoutes(app, scheduler)
  attached.add(app).add(scheduler)
  app.set('punctual', scheduler)
  const punctualServer = new AttachedServer(server, life)
  if (options.signals === true) closeOnSignals(() => punctualServer.close())
  return punctualServer
}

function checkFree(app: Express, scheduler: Scheduler): void {
  const taken = attached.has(app)
    ? 'this app is attached to a server already: make one app for each'
    : attached.has(scheduler) || scheduler.state !== 'idle'
      ? 'this scheduler lives in a server already, or was started: attach starts it, once'
      : null
  if (taken !== null) throw new PunctualError('PUNCTUAL_ALREADY_STARTED', taken)
}

class AttachedServer implements PunctualServer {
  readonly ready: Promise<void>
  readonly #server: Server
  readonly #connections: Connections
  readonly #life: ServerLife
  #closed: Promise<StopReport> | null = null

  constructor(server: Server, life: ServerLife) {
    this.#server = server
    this.#connections = new Connections(server)
    this.#life = life
    // Whoever closes the server itself, as a test does, means the scheduler too.
    server.once('close', () => void this.close())
    this.ready = this.#start()
  }

  close(): Promise<StopReport> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #start(): Promise<void> {
    await listening(this.#server)
    try {
      await this.#life.start()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Requests end first, because they may still add jobs; running jobs drain meanwhile, and one deadline binds both. */
  async #close(): Promise<StopReport> {
    this.#life.beginClosing()
    await this.#connections.close(this.#life.left)
    return await this.#life.end()
  }
}
