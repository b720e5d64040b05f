import type { ResolvedPolicies } from '@punctual/core/store'

/** The value of JSON text that this library wrote itself. */
export function fromJson<T>(text: string): T {
  const value: T = JSON.parse(text)
  return value
}

export function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value)
}

/**
 * Parses equal texts once and gives all of them one frozen value: thousands of jobs share few policies. A text that no
 * longer fits in makes room for all by emptying the table.
 */
class Interned<T extends object> {
  readonly #values = new Map<string, T>()
  readonly #most = 1_000

  of(text: string): T {
    const known = this.#values.get(text)
    if (known !== undefined) return known
    if (this.#values.size >= this.#most) this.#values.clear()
    const value: T = frozen(fromJson<T>(text))
    this.#values.set(text, value)
    return value
  }
}

/** The other way: texts of the values that were written last, by identity. */
class Texts {
  readonly #texts = new WeakMap<object, string>()

  of(value: object): string {
    const known = this.#texts.get(value)
    if (known !== undefined) return known
    const text = JSON.stringify(value)
    if (Object.isFrozen(value)) this.#texts.set(value, text)
    return text
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

const policies = new Interned<ResolvedPolicies>()
const lists = new Interned<readonly string[]>()
const texts = new Texts()

export function policiesFrom(text: string): ResolvedPolicies {
  return policies.of(text)
}

export function policiesText(value: ResolvedPolicies): string {
  return texts.of(value)
}

export function listFrom(text: string): readonly string[] {
  return lists.of(text)
}

export function listText(value: readonly string[]): string {
  return JSON.stringify(value)
}
