import type { ExternalContextCreator, ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { checkInternals } from './nest-internals.ts'
import { lastOf, untilAborted } from './observed-result.ts'

/** Where Nest keeps what it found out about the parameters of methods. */
interface MetadataStorage {
  get(host: object, name: string): unknown
  set(host: object, name: string, metadata: unknown): void
}

interface Consumer {
  intercept(...call: [...before: unknown[], next: () => Promise<unknown>, type: string]): unknown
}

/**
 * The creator of contexts, for one method of a provider or controller.
 *
 * By itself Nest looks for the module of a class among providers alone. It finds none for a controller, and then leaves out
 * every guard, pipe, interceptor and filter that is named by its class, without a word. So the module is told. What Nest 11
 * knows of parameters it keeps under the names of class and method, which another class may have too, or the same method for
 * another library: so each method has a place of its own.
 */
export function hostContexts(
  contexts: ExternalContextCreator,
  modules: ModulesContainer,
  { host }: InstanceWrapper,
): ExternalContextCreator {
  checkInternals(contexts)
  const [key = ''] = [...modules].find(([, module]) => module === host) ?? []
  return Object.create(contexts, {
    getContextModuleKey: { value: () => key },
    handlerMetadataStorage: { value: ownStorage() },
    interceptorsConsumer: { value: endingConsumer(Reflect.get(contexts, 'interceptorsConsumer')) },
    transformToResult: { value: lastOf },
  })
}

function ownStorage(): MetadataStorage {
  const byName = new Map<string, unknown>()
  return {
    get: (_host, name) => byName.get(name),
    set: (_host, name, metadata) => void byName.set(name, metadata),
  }
}

/** Interceptors stand around a method whose Observable ends when the run is aborted. */
function endingConsumer(consumer: Consumer): Consumer {
  return {
    intercept(...call) {
      const [next, type] = call.splice(-2) as [() => Promise<unknown>, string]
      return consumer.intercept(...call, async () => untilAborted(await next()), type)
    },
  }
}
