import { PunctualError, type RunContext, type Scheduler } from '@punctual/core'
import { runOf } from '@punctual/core/framework'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Marks an instance, and all that it encapsulates, with the scheduler that its routes are declared in. */
const nearest = Symbol('punctual.nearest')

/** Whether the jobs of routes of this instance are declared in this scheduler. */
export function isNearest(instance: FastifyInstance, scheduler: Scheduler): boolean {
  return instance.getDecorator<Scheduler>(nearest) === scheduler
}

/**
 * Puts the scheduler on the instance, and `run` on its requests.
 *
 * Refuses a name that is taken with `PUNCTUAL_DECORATOR_TAKEN`.
 */
export function decorate(instance: FastifyInstance, name: string, scheduler: Scheduler): void {
  if (instance.hasDecorator(name)) {
    throw taken(name, `app.${name} exists already: choose another name with { decorator: '...' }`)
  }
  const first = !instance.hasDecorator(nearest)
  if (first && instance.hasRequestDecorator('run')) {
    throw taken('run', 'request.run exists already, and Punctual keeps the run of a request there')
  }
  instance.decorate(name, scheduler)
  // A getter: right in every hook, also in those that were added earlier, and at no cost where nobody asks.
  if (first) instance.decorateRequest('run', { getter: currentRun })
  if (!Object.hasOwn(instance, nearest)) instance.decorate(nearest, scheduler)
}

function currentRun(this: FastifyRequest): RunContext<unknown> | null {
  return runOf(this.raw)
}

function taken(name: string, message: string): PunctualError {
  return new PunctualError('PUNCTUAL_DECORATOR_TAKEN', message, { details: { name } })
}
