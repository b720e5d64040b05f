/** A document of one of our collections, as the driver gives it. */
export type Document = Readonly<Record<string, unknown>>

/**
 * A document that is a row. `step` is the step that wrote it last: whoever writes late, because another was quicker to
 * apply the same journal, finds a `step` that is not below his own and changes nothing. `gone` marks the grave of a row
 * that was deleted: it keeps a late insert out, and is taken away after an hour.
 */
export interface RowDocument extends Document {
  readonly _id: string
  readonly step: number
  readonly gone?: number
}

/** The driver gives documents without a type; what makes one a row is seen here. */
export function asRowDocument(document: object): RowDocument {
  if (isRowDocument(document)) return document
  throw new Error('a document of the store has no _id or no step')
}

function isRowDocument(document: object): document is RowDocument {
  return (
    '_id' in document &&
    typeof document._id === 'string' &&
    'step' in document &&
    typeof document.step === 'number'
  )
}

export function isThere({ gone }: RowDocument): boolean {
  return gone === undefined
}
