/** What a scheduler library is asked to do; null where it cannot. */
export interface Library {
  readonly name: string
  /** Gives the next fire after an instant, in epoch milliseconds. */
  cronNext(expression: string, timezone: string): ((from: number) => number) | null
  /** Schedules work by a cron expression that is not due during the measurement. */
  addCron: ((id: string, expression: string, work: () => void) => unknown) | null
  /** Schedules work once, at an instant. */
  addAt: ((id: string, at: number, work: (at: number) => void) => unknown) | null
  /** How many jobs of 100,000 it is asked to hold, where more would not fit into memory or time. */
  readonly holds: number
  start(): Promise<void>
  stop(): Promise<void>
}
