import type { ContextId } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { hostModuleRef } from './host-module-ref.ts'
import { runScope } from './run-scope.ts'

/** An instance, and the request scope it was made in. */
export interface ScopedInstance {
  readonly instance: object
  readonly scope: ContextId
}

/** Whether all calls go to one instance: it is neither request-scoped, by itself or by what it injects, nor transient. */
export function isShared(wrapper: InstanceWrapper): boolean {
  return wrapper.isDependencyTreeStatic() && !wrapper.isTransient
}

/** Makes the instance that the request scope of a context has. */
export async function scopedInstance(
  wrapper: InstanceWrapper,
  context: object,
): Promise<ScopedInstance> {
  const moduleRef = hostModuleRef(wrapper)
  const scope = runScope(context, wrapper, moduleRef)
  // Nest takes any token; its types leave out those that are abstract classes.
  const token = wrapper.token as string | symbol
  return { instance: await moduleRef.resolve(token, scope, { strict: true }), scope }
}
