import type { ServerLife } from '@punctual/core/framework'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

/**
 * Lets the scheduler start with the server and end with it.
 *
 * `preClose` comes as soon as the server begins to close, and only begins the end there; `onClose` comes once every
 * connection has ended, which may be much later, and waits for the jobs.
 */
export function followServer(
  instance: FastifyInstance,
  life: ServerLife,
  { startOn, log }: { startOn: 'listen' | 'ready'; log: FastifyBaseLogger },
): void {
  let failure: unknown = null
  if (startOn === 'ready') {
    instance.addHook('onReady', () => life.start())
  } else {
    // Fastify only logs what an onListen hook throws, and listen() has resolved by then.
    instance.addHook('onListen', (done) => {
      life.start().catch((error: unknown) => {
        failure = error
        log.fatal({ err: error }, 'the scheduler could not start, so the server closes')
        instance.close().catch(() => {})
      })
      done()
    })
  }
  // A server that is closed while it boots may be told to listen after Fastify has closed it.
  const stayClosed = (): void => {
    if (life.closing && instance.server.listening) instance.server.close()
  }
  instance.addHook('onListen', (done) => {
    stayClosed()
    done()
  })
  instance.addHook('preClose', (done) => {
    life.beginClosing()
    endIdleConnections(instance)
    done()
  })
  instance.addHook('onClose', async () => {
    const { aborted } = await life.end()
    stayClosed()
    if (aborted > 0) log.warn({ aborted }, 'jobs ran longer than the drain and were aborted')
    if (failure !== null) throw failure
  })
}

/** How often a closing server looks for connections that have nothing more to say. */
const SWEEP = 100

/** A client that keeps its connection would hold up the close until it times out; Fastify ends those that are idle at its beginning. */
function endIdleConnections({ server }: FastifyInstance): void {
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP)
  sweep.unref()
  server.once('close', () => clearInterval(sweep))
}
