// The SQLSTATE M0000... of DocumentDB counts, in base 36, the codes of MongoDB that it knows.
const known = [
  ...[1, 2, 5, 9, 14, 15, 20, 23, 26, 27, 28, 31, 34, 40, 43, 48, 52, 53, 54, 56, 57, 61, 66, 67],
  ...[68, 72, 73, 85, 86, 111, 115, 118, 146, 159, 165, 166, 167, 181, 197, 224, 232, 241, 263],
  ...[276, 291, 361, 10_065, 10_334, 11_000],
]
/** @type {Readonly<Record<string, number>>} */
const others = {
  23505: 11_000,
  '23P01': 11_000,
  '40P01': 112,
  40001: 112,
  '55P03': 112,
  '42P01': 26,
  57014: 50,
  '0A000': 115,
}
/** @type {Readonly<Record<number, string>>} */
const names = {
  11_000: 'DuplicateKey',
  112: 'WriteConflict',
  26: 'NamespaceNotFound',
  59: 'CommandNotFound',
  20: 'IllegalOperation',
}
const conflicts = new Set(['40P01', '40001', '55P03'])

export const DUPLICATE = 11_000

/** A refusal with a code of MongoDB. */
export class MongoRefusal extends Error {
  /**
   * @param {number} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.mongo = code
  }
}

/**
 * The code of MongoDB for a SQLSTATE.
 * @param {string | undefined} state
 */
export function codeOf(state) {
  if (state === undefined) return 1
  if (state.startsWith('M')) return known[Number.parseInt(state.slice(1), 36)] ?? 2
  return others[state] ?? 1
}

/**
 * mongod tries again by itself after a write conflict, and after an upsert that lost the race for its key.
 * @param {string | undefined} state
 * @param {boolean} upsert
 */
export function isWorthAnotherTry(state, upsert) {
  return isConflict(state) || (upsert && codeOf(state) === DUPLICATE)
}

/** @param {string | undefined} state */
export function isConflict(state) {
  return state !== undefined && conflicts.has(state)
}

/**
 * The SQLSTATE in the number by which PostgreSQL packs it: five times six bits.
 * @param {number} packed
 */
export function unpackedState(packed) {
  let state = ''
  for (let at = 0; at < 5; at += 1) {
    state += String.fromCodePoint(((packed >> (6 * at)) & 63) + 48)
  }
  return state
}

/** @param {string} message */
export function duplicateMessage(message) {
  const index = /Index '([^']+)'/.exec(message)?.[1]
  return `E11000 duplicate key error ${index === undefined ? '' : `index: ${index} `}(${message})`
}

/**
 * What a command that failed is answered with.
 * @param {unknown} error
 */
export function failureOf(error) {
  const { message, code, mongo } = { message: String(error), ...namesIn(error) }
  const number = mongo ?? codeOf(code)
  return {
    ok: 0,
    errmsg: number === DUPLICATE ? duplicateMessage(message) : message,
    code: number,
    codeName: names[number],
    ...(number === DUPLICATE ? { keyPattern: {}, keyValue: {} } : {}),
  }
}

/**
 * @param {unknown} error
 * @returns {{ message?: string, code?: string, mongo?: number }}
 */
function namesIn(error) {
  if (!(error instanceof Error)) return {}
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const mongo = error instanceof MongoRefusal ? error.mongo : undefined
  return {
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(mongo === undefined ? {} : { mongo }),
  }
}
