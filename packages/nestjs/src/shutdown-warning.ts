import { Logger } from '@nestjs/common'

/** Applications enable their shutdown hooks after they are made, some of them after they are initialized. */
const PATIENCE = 1_000

const WARNING =
  'Nothing listens to SIGTERM or SIGINT, so a signal ends this process in the middle of its jobs: call app.enableShutdownHooks()'

/**
 * Warns once when a signal would end the process without closing the application. Whether Nest listens it does not tell, so
 * it is the process that is asked; whoever listens there can be trusted to close. Tests (`NODE_ENV=test`) are left in peace.
 */
export class ShutdownWarning {
  #timer: ReturnType<typeof setTimeout> | null = null

  arm(): void {
    if (process.env['NODE_ENV'] === 'test') return
    this.#timer = setTimeout(() => {
      const heard = process.listenerCount('SIGTERM') + process.listenerCount('SIGINT')
      if (heard === 0) new Logger('Punctual').warn(WARNING)
    }, PATIENCE).unref()
  }

  disarm(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
  }
}
