import type { Document, RowDocument } from './document.ts'

export interface RowCodecOptions<T> {
  readonly id: (row: T) => string
  /** The field that is the `_id` of the document, where one is. */
  readonly idField?: keyof T & string
  /** Every other field of the row. */
  readonly fields: Readonly<Record<string, true>>
  /** What stands in the document beside the row, to be found by. */
  readonly extra?: (row: T) => Document
}

/**
 * A kind of row as documents. What is null is left out, so that indexes of documents that have a field hold only those in
 * which it means something.
 */
export class RowCodec<T extends object> {
  readonly #options: RowCodecOptions<T>
  readonly #fields: readonly string[]

  constructor(options: RowCodecOptions<T>) {
    this.#options = options
    this.#fields = Object.keys(options.fields)
  }

  id(row: T): string {
    return this.#options.id(row)
  }

  /** All of the document but its `_id` and `step`. */
  contents(row: T): Document {
    const known: Document = Object.fromEntries(Object.entries(row))
    const contents: Record<string, unknown> = { ...this.#options.extra?.(row) }
    for (const field of this.#fields) {
      const value = known[field]
      if (value !== null && value !== undefined) contents[field] = value
    }
    return contents
  }

  row(document: RowDocument): T {
    const row: Record<string, unknown> = {}
    const { idField } = this.#options
    if (idField !== undefined) row[idField] = document._id
    for (const field of this.#fields) row[field] = document[field] ?? null
    // Only `contents` writes such documents, and the fields are those of the row.
    return row as T
  }
}

/** Names each field of a row; one that is forgotten, or is none, does not compile. */
export function fieldsOf<T, Id extends keyof T = never>(
  fields: Readonly<Record<Exclude<keyof T, Id>, true>>,
): Readonly<Record<string, true>> {
  return fields
}
