import { PunctualError } from '../errors/punctual-error.ts'
import { jsonFault } from './json-fault.ts'
import type { Json } from './json.ts'

/** The most bytes an input or a result may have as JSON text. */
export const MOST_BYTES = 262_144

/**
 * The JSON text of a value, or null for undefined.
 *
 * Refuses with `PUNCTUAL_NOT_JSON` what JSON would change in silence, naming its path, and with `PUNCTUAL_TOO_LARGE` more than
 * 256 KiB.
 */
export function jsonTextOf(value: unknown, { name }: { readonly name: string }): string | null {
  if (value === undefined) return null
  const fault = jsonFault(value)
  if (fault?.tooLarge === true) throw tooLarge(name, null)
  if (fault !== null) throw notJson(name, fault.path, fault.why)
  const text = JSON.stringify(value)
  // No character takes fewer bytes than units, so most texts need no count.
  const bytes = text.length > MOST_BYTES / 3 ? new TextEncoder().encode(text).length : text.length
  if (bytes > MOST_BYTES) throw tooLarge(name, bytes)
  return text
}

/** The value of JSON text; undefined for null. */
export function parseJson(text: string): Json
export function parseJson(text: string | null): Json | undefined
export function parseJson(text: string | null): Json | undefined {
  return text === null ? undefined : (JSON.parse(text) as Json)
}

function notJson(name: string, path: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_NOT_JSON', `${name}${path} is not plain JSON: ${why}`, {
    details: { path: `${name}${path}` },
  })
}

function tooLarge(name: string, bytes: number | null): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TOO_LARGE',
    `${name} has ${bytes === null ? '' : `${bytes} bytes as JSON, `}more than 256 KiB: store it elsewhere and pass a reference`,
    { details: { bytes, most: MOST_BYTES } },
  )
}
