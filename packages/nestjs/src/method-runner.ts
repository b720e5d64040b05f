import type { ContextId, ExternalContextCreator } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { lastOf } from './observed-result.ts'
import { isShared, scopedInstance } from './provider-instance.ts'
import { markRunArgument, runArgumentKey, type RunArgument } from './run-argument.ts'
import type { ScopedEnhancers } from './scoped-enhancers.ts'

/** How a call ended. `handled`: an exception filter took the error, which then needs no further log. */
export type MethodOutcome =
  | { readonly value: unknown }
  | { readonly error: unknown; readonly handled: boolean }

/** What runners stand on; `MethodRunners` has them. */
export interface RunnerParts {
  readonly contexts: ExternalContextCreator
  readonly enhancers: ScopedEnhancers
  readonly argument: RunArgument
  readonly guards: boolean
}

/** The enhancers of one method around one instance. */
interface Proxies {
  call(context: object): Promise<unknown>
  /** Calls the filters with an error; rejects where none takes it. */
  rescue(error: unknown, context: object): Promise<unknown>
}

const TYPE = 'punctual'

/**
 * Runs a method of a provider or controller as Nest runs a route: guards, interceptors, pipes, the method, filters; the
 * context type is `'punctual'`, and the context (the run) is the one argument that all of them see.
 *
 * Make runners with `MethodRunners.of(wrapper, name)` in `onModuleInit` or later. `call` resolves with what the method
 * returned, Observables awaited, and rejects with what it threw; `run` does the same without rejecting, and tells whether
 * a filter took the error. An error that a filter took stays the error of the call, unless the filter throws another one.
 *
 * A static provider's enhancers are put together once. A request-scoped, durable or transient provider is made anew for
 * each context, in a scope where `@Inject(REQUEST)` is the context; so are enhancers that are request-scoped or transient.
 */
export class MethodRunner {
  readonly #parts: RunnerParts
  readonly #wrapper: InstanceWrapper
  readonly #name: string
  #madeOnce: boolean | null = null
  #static: Proxies | null = null

  constructor(parts: RunnerParts, wrapper: InstanceWrapper, name: string) {
    this.#parts = parts
    this.#wrapper = wrapper
    this.#name = name
  }

  async call(context: object): Promise<unknown> {
    const outcome = await this.run(context)
    if ('value' in outcome) return outcome.value
    throw outcome.error
  }

  async run(context: object): Promise<MethodOutcome> {
    let proxies: Proxies | null = null
    try {
      proxies = this.#isStatic() ? this.#once() : await this.#scoped(context)
      return { value: await proxies.call(context) }
    } catch (error) {
      return proxies === null ? { error, handled: false } : await rescued(error, proxies, context)
    }
  }

  #isStatic(): boolean {
    const { enhancers } = this.#parts
    this.#madeOnce ??= isShared(this.#wrapper) && enhancers.of(this.#wrapper).length === 0
    return this.#madeOnce
  }

  #once(): Proxies {
    this.#static ??= this.#proxies(this.#wrapper.instance)
    return this.#static
  }

  async #scoped(context: object): Promise<Proxies> {
    const { instance, scope } = await scopedInstance(this.#wrapper, context)
    await this.#parts.enhancers.make(this.#wrapper, scope)
    return this.#proxies(instance, scope)
  }

  #proxies(instance: object, scope?: ContextId): Proxies {
    const { argument, contexts, guards } = this.#parts
    const inquirer = scope === undefined ? undefined : this.#wrapper.id
    const method: (...args: unknown[]) => unknown = Reflect.get(instance, this.#name)
    markRunArgument(instance, this.#name, argument)
    const call = contexts.create(
      ...([instance, method, this.#name, runArgumentKey(argument), PARAMETERS] as const),
      ...([scope, inquirer, { guards, interceptors: true, filters: false }, TYPE] as const),
    )
    const rescue = (error: unknown, context: object): Promise<unknown> => {
      const filters = contexts.create(
        ...([instance, throwing(error, method), 'filters', undefined, undefined] as const),
        ...([
          scope,
          inquirer,
          { guards: false, interceptors: false, filters: true },
          TYPE,
        ] as const),
      )
      return filters(context)
    }
    return { call, rescue }
  }
}

/** Nest asks for one before it looks at parameters; ours says itself where its value comes from. */
const PARAMETERS = { exchangeKeyForValue: (): undefined => undefined }

/** Throws the error, and to `Reflect.getMetadata` is the method: so Nest finds the filters of the method around it. */
function throwing(error: unknown, method: object): () => never {
  const thrower = (): never => {
    throw error
  }
  return Object.setPrototypeOf(thrower, method)
}

/** Nest hands out what the filter returned, an Observable as it is: it is waited for, and then the error stands. */
async function rescued(error: unknown, proxies: Proxies, context: object): Promise<MethodOutcome> {
  try {
    await lastOf(await proxies.rescue(error, context)).catch(() => null)
    return { error, handled: true }
  } catch (thrown) {
    tellCause(thrown, error)
    return { error: thrown, handled: false }
  }
}

/** A filter that was made for HTTP alone fails here: what it was called for must not be lost. */
function tellCause(thrown: unknown, error: unknown): void {
  if (thrown === error || !(thrown instanceof Error) || thrown.cause !== undefined) return
  if (error instanceof Error && error.cause === thrown) return
  if (Object.isExtensible(thrown)) thrown.cause = error
}
