/** What the jobs of these programs do; the programs only say when. */
export interface Shop {
  cleanUp(): Promise<void>
  syncOrders(): Promise<void>
  remind(cartId: string): Promise<void>
  /** Where the errors of jobs go: a log, an error tracker. */
  report(job: string, error: unknown): void
}
