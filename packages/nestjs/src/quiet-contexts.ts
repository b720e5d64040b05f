import type { ExternalContextCreator } from '@nestjs/core'
import type { ExternalExceptionsHandler } from '@nestjs/core/exceptions/external-exceptions-handler.js'
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js'

/**
 * The same creator, but Nest does not log what no filter takes: the scheduler logs each run that failed. Should Nest come to
 * do this elsewhere, such errors are logged twice.
 */
export function quietContexts(contexts: ExternalContextCreator): ExternalContextCreator {
  return Object.create(contexts, { externalErrorProxy: { value: { createProxy } } })
}

type Target = (...args: unknown[]) => unknown

function createProxy(
  target: Target,
  handler: ExternalExceptionsHandler,
  type: string,
): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    try {
      return await target(...args)
    } catch (error) {
      const host = new ExecutionContextHost(args)
      host.setType(type)
      // A filter that returns nothing leaves the error as it was, also one that is asynchronous.
      const taken: unknown = await handler.invokeCustomFilters(error, host)
      if (taken === null || taken === undefined) throw error
      return taken
    }
  }
}
