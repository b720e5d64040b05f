import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { durationOf, type Duration, type Scheduler, type StopReport } from '@punctual/core'
import type { Express } from 'express'
import { closeHttp } from './close-http.ts'
import { closeOnSignals } from './close-on-signals.ts'
import { listening } from './listening.ts'
import { openSockets } from './open-sockets.ts'

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

/**
 * Ties a scheduler to an HTTP server: it starts when the server listens, and `close()` ends both without cutting off work.
 *
 * `close` stops claiming at once, lets open requests and running jobs end up to `drain`, then aborts the jobs and ends the
 * connections. No signal handler is installed unless `signals` asks for it. A failed start closes the server and rejects
 * `ready`.
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
  const attached = new AttachedServer(server, scheduler, options)
  app.set('punctual', scheduler)
  if (options.signals === true) closeOnSignals(() => attached.close())
  return attached
}

class AttachedServer implements PunctualServer {
  readonly ready: Promise<void>
  readonly #server: Server
  readonly #sockets: ReadonlySet<Socket>
  readonly #scheduler: Scheduler
  readonly #drain: number
  readonly #options: AttachOptions
  #closed: Promise<StopReport> | null = null

  constructor(server: Server, scheduler: Scheduler, options: AttachOptions) {
    this.#server = server
    this.#sockets = openSockets(server)
    this.#scheduler = scheduler
    this.#options = options
    this.#drain = durationOf(options.drain ?? '30s', { name: 'drain' })
    this.ready = this.#start()
  }

  close(): Promise<StopReport> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #start(): Promise<void> {
    await listening(this.#server)
    if (this.#closed !== null) return
    try {
      await this.#scheduler.start()
    } catch (error) {
      await this.close()
      throw error
    }
  }

  /** Requests end first, because they may still add jobs; running jobs drain meanwhile, and one deadline binds both. */
  async #close(): Promise<StopReport> {
    const { killAfter } = this.#options
    const begun = performance.now()
    if (this.#scheduler.state === 'running') await this.#scheduler.pause()
    await closeHttp(this.#server, this.#drain, this.#sockets)
    const drain = Math.max(0, this.#drain - Math.round(performance.now() - begun))
    return await this.#scheduler.stop({ drain, ...(killAfter !== undefined && { killAfter }) })
  }
}
