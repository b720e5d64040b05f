import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core'
import type { ContextId, ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { Injector } from '@nestjs/core/injector/injector.js'

const TOKENS = [APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE]

/**
 * Guards, pipes, interceptors and filters that Nest makes anew for each request or each host.
 *
 * Nest makes them for controllers alone. Where it calls the method of a provider it leaves the request-scoped ones out, without
 * a word, and calls the transient ones without having constructed them: a guard that is left out lets everybody in. So a run
 * has them made first.
 */
export class ScopedEnhancers {
  readonly #globals: readonly InstanceWrapper[]
  readonly #injector = new Injector()

  constructor(modules: ModulesContainer) {
    this.#globals = [...modules.values()].flatMap(({ injectables }) =>
      [...injectables.values()].filter(isScopedGlobal),
    )
  }

  /** Those that stand before the methods of a provider. */
  of(provider: InstanceWrapper): readonly InstanceWrapper[] {
    const own = provider.getEnhancersMetadata() ?? []
    return [...this.#globals, ...own.filter(isMadeAnew)]
  }

  async make(provider: InstanceWrapper, scope: ContextId): Promise<void> {
    await Promise.all(
      this.of(provider).map(async (enhancer) => {
        const { host } = enhancer
        if (host !== undefined) await this.#injector.loadInjectable(enhancer, host, scope, provider)
      }),
    )
  }
}

function isMadeAnew(enhancer: InstanceWrapper): boolean {
  return enhancer.isTransient || !enhancer.isDependencyTreeStatic()
}

/** Nest names global ones after their token, with a number behind it; those that all share are kept elsewhere. */
function isScopedGlobal({ token }: InstanceWrapper): boolean {
  return typeof token === 'string' && TOKENS.some((name) => token.startsWith(`${name} (UUID: `))
}
