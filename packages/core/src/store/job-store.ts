/** Where jobs and runs live; made by `memoryStore()`, `sqliteStore()` and the like. */
export interface JobStore {
  readonly kind: string
}
