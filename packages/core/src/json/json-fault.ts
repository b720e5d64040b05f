/** What JSON would lose of a value, and where. */
export interface JsonFault {
  /** `.user.tags[2]`, or empty for the value itself. */
  readonly path: string
  readonly why: string
  /** The value is JSON, but certainly larger than any store takes. */
  readonly tooLarge?: true
}

const DEEPEST = 1_000

/** Every part and every character takes a byte of JSON at least; few objects can stand for very many. */
const MOST_UNITS = 300_000

interface Walk {
  readonly above: object[]
  units: number
}

/** The first part of a value that JSON would drop, change or refuse; null when the value is plain JSON. */
export function jsonFault(value: unknown): JsonFault | null {
  return faultIn(value, '', { above: [], units: 0 })
}

function faultIn(value: unknown, path: string, walk: Walk): JsonFault | null {
  walk.units += typeof value === 'string' ? value.length + 1 : 1
  if (walk.units > MOST_UNITS) return { path: '', why: 'it is too large', tooLarge: true }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null
  if (typeof value === 'number') {
    return Number.isFinite(value) ? null : { path, why: `${value} is not a JSON number` }
  }
  if (typeof value !== 'object') return { path, why: REASONS[typeof value] ?? 'pass text' }
  const { above } = walk
  if (above.length > DEEPEST) return { path: '', why: `it is nested more than ${DEEPEST} deep` }
  if (above.includes(value)) return { path, why: 'it contains itself' }
  above.push(value)
  const fault = Array.isArray(value)
    ? faultInList(value, path, walk)
    : faultInObject(value, path, walk)
  above.pop()
  return fault
}

const REASONS: Readonly<Record<string, string>> = {
  undefined: 'undefined in a list becomes null: leave it out or pass null',
  bigint: 'a bigint does not survive: pass text',
  function: 'a function does not survive',
  symbol: 'a symbol does not survive',
}

function faultInList(list: readonly unknown[], path: string, walk: Walk): JsonFault | null {
  for (let at = 0; at < list.length; at += 1) {
    const fault = faultIn(list[at], `${path}[${at}]`, walk)
    if (fault !== null) return fault
  }
  return null
}

function faultInObject(value: object, path: string, walk: Walk): JsonFault | null {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null && !isForeignPlain(prototype)) {
    const name = value.constructor?.name ?? 'an object'
    return { path, why: `an instance of ${name} does not survive: pass plain data` }
  }
  if (typeof Reflect.get(value, 'toJSON') === 'function') {
    return { path, why: 'an object with toJSON changes its shape: pass what it gives' }
  }
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined) continue
    const fault = faultIn(part, `${path}.${key}`, walk)
    if (fault !== null) return fault
  }
  return null
}

/** A plain object of another realm, as test runners and vm contexts make them. */
function isForeignPlain(prototype: unknown): boolean {
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'isPrototypeOf')
  )
}
