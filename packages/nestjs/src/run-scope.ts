import { ContextIdFactory, type ContextId, type ModuleRef } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { REQUEST_CONTEXT_ID } from '@nestjs/core/router/request/request-constants.js'

/**
 * The request scope of one run. `@Inject(REQUEST)` gives the run in it, or the payload of the durable strategy where that
 * has one; `ContextIdFactory.getByRequest(run)` finds the scope again.
 */
export function runScope(run: object, wrapper: InstanceWrapper, moduleRef: ModuleRef): ContextId {
  if (Reflect.has(run, REQUEST_CONTEXT_ID)) return ContextIdFactory.getByRequest(run)
  const scope = ContextIdFactory.getByRequest(run)
  const request: unknown = wrapper.isDependencyTreeDurable() ? (scope.payload ?? run) : run
  moduleRef.registerRequestByContextId(request, scope)
  if (Object.isExtensible(run)) Object.defineProperty(run, REQUEST_CONTEXT_ID, { value: scope })
  return scope
}
