import { PunctualError } from '@punctual/core'

/** A decorator for methods that fit the type. */
export type MethodMark<M> = <T extends M>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<T>,
) => void

/** Notes a value of a method: on the class, so that decorators which replace the function may stand above or below. */
export function mark(key: symbol, value: unknown): MethodMark<(...args: never[]) => unknown> {
  return (target, name) => {
    if (typeof target === 'function' || typeof name === 'symbol') throw noMethod(target, name)
    const earlier: unknown = Reflect.getOwnMetadata(key, target, name)
    // Decorators are called from the last to the first: what is read later stands as it is written.
    const all = [value, ...(Array.isArray(earlier) ? earlier : [])]
    Reflect.defineMetadata(key, all, target, name)
  }
}

function noMethod(target: object, name: string | symbol): PunctualError {
  const owner = typeof target === 'function' ? `static ${target.name}` : target.constructor.name
  return new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `${owner}.${String(name)} cannot be called by a run: decorate a method of instances whose name is text`,
  )
}
