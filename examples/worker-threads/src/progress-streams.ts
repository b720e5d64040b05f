import type { Run, Scheduler } from '@punctual/core'
import type { FastifyReply } from 'fastify'

type Stream = FastifyReply['raw']

/** Tells browsers how far runs have come, as server-sent events: `progress` while a run goes on, `end` when it is over. */
export class ProgressStreams {
  readonly #scheduler: Scheduler
  readonly #streams = new Map<string, Set<Stream>>()

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler
    scheduler.on('run:progress', ({ runId, fraction, message }) => {
      this.#tell(runId, 'progress', { fraction, message })
    })
    for (const event of ['run:succeeded', 'run:failed', 'run:cancelled'] as const) {
      scheduler.on(event, ({ run }) => this.#end(run))
    }
  }

  async open(runId: string, reply: FastifyReply): Promise<void> {
    const run = await this.#scheduler.getRun(runId)
    if (run === null) return reply.status(404).send({ code: 'PUNCTUAL_UNKNOWN_RUN' })
    reply.hijack()
    const stream = reply.raw
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    stream.flushHeaders()
    const streams = this.#streams.get(runId) ?? new Set()
    this.#streams.set(runId, streams.add(stream))
    stream.on('close', () => void streams.delete(stream))
    // It may have ended before, or while the answer was begun.
    const now = await this.#scheduler.getRun(runId)
    if (now !== null && now.endedAt !== null) this.#end(now)
  }

  #end(run: Run): void {
    const { id, state, result, error } = run
    this.#tell(id, 'end', { state, result, error: error?.code ?? null })
    for (const stream of this.#streams.get(id) ?? []) stream.end()
    this.#streams.delete(id)
  }

  #tell(runId: string, event: string, data: object): void {
    for (const stream of this.#streams.get(runId) ?? []) {
      stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    }
  }
}
