/** A row as the store has it. */
export interface Stored<Row> {
  /** Of the step that wrote it: no two steps have the same, so an equal stamp is an equal row. Empty where there is no row. */
  readonly stamp: string
  readonly row: Row | null
}

export const ABSENT: Stored<never> = { stamp: '', row: null }

/** A row as it stands in its hash: the stamp, a blank, the row as JSON. */
export function rowText(stamp: string, row: object): string {
  return `${stamp} ${JSON.stringify(row)}`
}

export function storedOf<Row>(text: string | null): Stored<Row> {
  if (text === null) return ABSENT
  const at = text.indexOf(' ')
  // What is read is what a store of this schema wrote: `open` refuses any other.
  return { stamp: text.slice(0, at), row: JSON.parse(text.slice(at + 1)) as Row }
}
