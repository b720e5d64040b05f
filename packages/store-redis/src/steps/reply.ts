import { PunctualError } from '@punctual/core/store'

/** What a script answers, however the client of the user decodes it. */
export type Reply = string | number | null | readonly Reply[]

export function fieldOf(value: unknown): Reply {
  if (value === null || value === undefined || value === false) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  if (Array.isArray(value)) return value.map(fieldOf)
  throw badReply()
}

export function textsOf(reply: Reply | undefined): readonly (string | null)[] {
  if (!Array.isArray(reply)) throw badReply()
  return reply.map((one) => (one === null ? null : String(one)))
}

export function badReply(): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    'the Redis client does not decode replies as text: pass one without type mapping or a reply transformer',
  )
}
