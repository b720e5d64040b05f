/** How many bytes a value takes in a document, at most: type, name and value of each field. */
export function bsonSize(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 5
  if (value === null || typeof value !== 'object') return 8
  let size = 5
  for (const [name, one] of Object.entries(value)) {
    if (one !== undefined) size += Buffer.byteLength(name) + 2 + bsonSize(one)
  }
  return size
}
