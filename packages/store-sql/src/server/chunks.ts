/** Rows of one statement: more of them gain nothing, and their text would have to be held at once. */
const ROWS = 200

/** A list in pieces that each make one statement. */
export function chunks<T>(list: readonly T[]): (readonly T[])[] {
  const pieces: (readonly T[])[] = []
  for (let at = 0; at < list.length; at += ROWS) pieces.push(list.slice(at, at + ROWS))
  return pieces
}
