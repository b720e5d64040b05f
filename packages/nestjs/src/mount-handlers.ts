import type { HttpAdapterHost } from '@nestjs/core'
import { PunctualError, type Scheduler } from '@punctual/core'
import { mountOnExpress } from './mount-on-express.ts'
import { mountOnFastify } from './mount-on-fastify.ts'
import type { Mounts } from './punctual-options.ts'

/** Mounts functions from Request to Response on the platform that runs; without an HTTP server there is nothing to do. */
export function mountHandlers(
  { httpAdapter }: HttpAdapterHost,
  mounts: Mounts,
  scheduler: Scheduler,
): void {
  const platform: unknown = httpAdapter?.getType?.()
  for (const [path, make] of Object.entries(mounts)) {
    checkPath(path)
    if (platform === 'express') mountOnExpress(httpAdapter.getInstance(), path, make(scheduler))
    if (platform === 'fastify') mountOnFastify(httpAdapter.getInstance(), path, make(scheduler))
  }
}

function checkPath(path: string): void {
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `mount takes paths such as '/internal/jobs', without parameters and without a slash at the end, not "${path}"`,
    { details: { path } },
  )
}
