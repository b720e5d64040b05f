/** How a run executes; made by `inline()` and the like. */
export interface Executor {
  readonly kind: string
}
