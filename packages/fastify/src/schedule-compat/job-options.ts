/** What any job may be told. */
export interface JobOptions {
  /** Do not start the task while it executes. Default: true for intervals, false for cron. */
  preventOverrun?: boolean
  /** Under which `getById` and the like find the job; unique in its scheduler. */
  id?: string
  /** Let the process end although the job is started. Default: what the scheduler says, else false. */
  unref?: boolean
}
