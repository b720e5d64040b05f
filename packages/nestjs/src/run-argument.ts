import type { ExecutionContext } from '@nestjs/common'
import { CUSTOM_ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js'

/** What the method is called with: the run, after the pipes, or nothing while guards and the like still see the run. */
export type RunArgument = 'run' | 'nothing'

/** The key under which Nest finds the parameter of a method that runs call. */
export function runArgumentKey(argument: RunArgument): string {
  return `punctual:${argument}`
}

/**
 * Tells Nest that the method has one parameter, as a parameter decorator would: without one, no pipe is ever called. It is
 * of the kind `custom`, which `ValidationPipe` leaves alone unless it is told otherwise.
 */
export function markRunArgument(instance: object, name: string, argument: RunArgument): void {
  const key = runArgumentKey(argument)
  const { constructor: host } = instance
  if (Reflect.hasOwnMetadata(key, host, name)) return
  const factory = (_data: unknown, context: ExecutionContext): unknown =>
    argument === 'run' ? context.getArgs()[0] : undefined
  const parameter = { index: 0, factory, data: undefined, pipes: [] }
  Reflect.defineMetadata(key, { [`run${CUSTOM_ROUTE_ARGS_METADATA}:0`]: parameter }, host, name)
}
