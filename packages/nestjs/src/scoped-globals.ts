import {
  APP_FILTER,
  APP_GUARD,
  APP_INTERCEPTOR,
  APP_PIPE,
  ModuleRef,
  type ContextId,
  type ModulesContainer,
} from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'

const TOKENS = [APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE]

/**
 * Global guards, pipes, interceptors and filters that Nest makes anew for each request.
 *
 * Nest ties them to controllers alone, and leaves them out, without a word, where it calls the method of a provider: a guard
 * that is left out lets everybody in. So a run has them made first.
 */
export class ScopedGlobals {
  readonly #wrappers: readonly InstanceWrapper[]

  constructor(modules: ModulesContainer) {
    this.#wrappers = [...modules.values()].flatMap(({ injectables }) =>
      [...injectables.values()].filter(isScopedGlobal),
    )
  }

  get any(): boolean {
    return this.#wrappers.length > 0
  }

  async make(scope: ContextId): Promise<void> {
    await Promise.all(
      this.#wrappers.map((wrapper) =>
        moduleRefOf(wrapper).resolve(wrapper.token as symbol | string, scope, { strict: true }),
      ),
    )
  }
}

/** The `ModuleRef` of the module that provides it. */
export function moduleRefOf({ host, name }: InstanceWrapper): ModuleRef {
  const instance = host?.providers.get(ModuleRef)?.instance
  if (instance instanceof ModuleRef) return instance
  throw new TypeError(`Nest knows no module of ${String(name)}`)
}

/** Nest names them after their token, with a number behind it. */
function isScopedGlobal(wrapper: InstanceWrapper): boolean {
  const { token } = wrapper
  return typeof token === 'string' && TOKENS.some((name) => token.startsWith(`${name} (UUID: `))
}
