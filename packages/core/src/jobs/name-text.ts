/** Why a text cannot be an id or a name, or null when it can: 1 to 200 bytes, no control characters, no blank at an end. */
export function nameFault(value: unknown): string | null {
  if (typeof value !== 'string') return 'it is not text'
  if (value === '') return 'it is empty'
  // A cheap bound first: no text longer than 200 units fits into 200 bytes.
  if (value.length > 200 || bytesOf(value) > 200) return 'it is longer than 200 bytes'
  if (value !== value.trim()) return 'it begins or ends with a blank'
  if (/[\p{Cc}\p{Cs}]/u.test(value)) return 'it holds a control character or half a character'
  return null
}

function bytesOf(text: string): number {
  let bytes = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    // Half of a pair: both halves together take four.
    else if (unit >= 0xd800 && unit < 0xe000) bytes += 2
    else bytes += 3
  }
  return bytes
}
