import { Inject, Injectable } from '@nestjs/common'
import { ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'

/** A method of a provider or controller, with what a decorator noted of it. */
export interface DiscoveredMethod<M> {
  readonly name: string
  /** The class that Nest provides; the method may stand in a class above it. */
  readonly className: string
  readonly wrapper: InstanceWrapper
  /** The one instance, made already; null where Nest makes one for each request, or for each consumer. */
  readonly instance: object | null
  readonly metadata: M
}

/**
 * Every provider's and controller's method that a decorator marked.
 *
 * Inject it and ask `withMetadata(key)` in `onModuleInit` or later. A mark is found where `Reflect.defineMetadata(key, value,
 * prototype, name)` put it, so that decorators which replace the method may stand above or below; and where
 * `SetMetadata(key, value)` put it, on the function itself. Methods that a class inherits are its own; one that it overrides
 * without the decorator has no mark. A class provided in two modules appears twice, as Nest makes two instances of it; an
 * instance that further tokens name (`useExisting`, a factory that returns it) appears once.
 *
 * Classes are read, never instances, so request-scoped providers are there too. What a request-scoped factory will return
 * cannot be known before it is called, and is not there.
 */
@Injectable()
export class DiscoveredMethods {
  readonly #modules: ModulesContainer

  constructor(@Inject(ModulesContainer) modules: ModulesContainer) {
    this.#modules = modules
  }

  /** The caller says what its decorator stores under the key. */
  withMetadata<M>(key: string | symbol): DiscoveredMethod<M>[] {
    return this.#wrappers().flatMap((wrapper) => {
      const prototype = prototypeOf(wrapper)
      return prototype === null ? [] : marked<M>(key, wrapper, prototype)
    })
  }

  /** Each instance once, by the provider that has its class if there is one. */
  #wrappers(): InstanceWrapper[] {
    const all = [...this.#modules.values()].flatMap(({ providers, controllers }) => [
      ...controllers.values(),
      ...providers.values(),
    ])
    const classes = all.filter((wrapper) => !wrapper.isNotMetatype)
    const seen = new Set<unknown>(classes.map(instanceOf).filter((one) => one !== null))
    const made = all.filter((wrapper) => {
      const instance = wrapper.isNotMetatype && !wrapper.isAlias ? instanceOf(wrapper) : null
      if (instance === null || seen.has(instance)) return false
      seen.add(instance)
      return true
    })
    return [...classes, ...made]
  }
}

function marked<M>(
  key: string | symbol,
  wrapper: InstanceWrapper,
  prototype: object,
): DiscoveredMethod<M>[] {
  // What a value inherits from need not come from a class.
  const { constructor: owner }: { readonly constructor?: unknown } = prototype
  const className = typeof owner === 'function' ? owner.name : 'value'
  const found: DiscoveredMethod<M>[] = []
  for (const [name, home] of methodsOf(prototype)) {
    const metadata: unknown =
      Reflect.getOwnMetadata(key, home, name) ?? Reflect.getMetadata(key, methodIn(home, name))
    if (metadata === undefined) continue
    const instance = instanceOf(wrapper)
    // What stands under a key is known to the decorator that owns the key.
    found.push({ name, className, wrapper, instance, metadata: metadata as M })
  }
  return found
}

/** The methods along the prototype chain, each with the prototype that has it; the nearest wins. */
function methodsOf(prototype: object): ReadonlyMap<string, object> {
  const owners = new Map<string, object>()
  for (
    let owner: object | null = prototype;
    owner !== null && owner !== Object.prototype;
    owner = Reflect.getPrototypeOf(owner)
  ) {
    for (const name of Object.getOwnPropertyNames(owner)) {
      if (name !== 'constructor' && !owners.has(name)) owners.set(name, owner)
    }
  }
  for (const [name, owner] of owners) {
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name)
    if (typeof descriptor?.value !== 'function') owners.delete(name)
  }
  return owners
}

function methodIn(owner: object, name: string): object {
  return Reflect.getOwnPropertyDescriptor(owner, name)?.value
}

function prototypeOf(wrapper: InstanceWrapper): object | null {
  if (!wrapper.isNotMetatype) return prototypeIn(wrapper.metatype)
  const instance = instanceOf(wrapper)
  return instance === null ? null : Reflect.getPrototypeOf(instance)
}

function prototypeIn(metatype: unknown): object | null {
  if (typeof metatype !== 'function') return null
  const { prototype }: { prototype?: unknown } = metatype
  return typeof prototype === 'object' ? prototype : null
}

function instanceOf(wrapper: InstanceWrapper): object | null {
  if (wrapper.isTransient || !wrapper.isDependencyTreeStatic()) return null
  const instance: unknown = wrapper.instance
  return typeof instance === 'object' ? instance : null
}
