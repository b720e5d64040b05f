/** Why a run failed, as it is stored: plain data. */
export interface RunError {
  readonly name: string
  readonly message: string
  /** A code of this library, or the `code` of the thrown error when that is text. */
  readonly code: string | null
  readonly stack: string | null
}
