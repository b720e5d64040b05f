/** What a failure of a server means. */
export interface ServerErrors {
  /** The step certainly did not happen, and doing it again with fresh rows can help. */
  isConflict(error: unknown): boolean
  /** The connection is of no use any more. */
  isLost(error: unknown): boolean
  /** No transaction is open where one has to be. */
  isIdle(error: unknown): boolean
  /** As an error of this library, without statements or values; others, such as those of an operation, stay as they are. */
  translated(error: unknown): unknown
}

/** A statement met other rows than the step had read: others were quicker. */
export class RowsMoved extends Error {
  constructor() {
    super('rows of the step were changed by others after it read them')
    this.name = 'RowsMoved'
  }
}
