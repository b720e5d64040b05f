/** What `@Cron` may be told besides the time. */
export type CronOptions = {
  /** The name under which the registry holds the job. Default `Class.method`. */
  name?: string
  /** IANA name. Default: that of the machine. */
  timeZone?: unknown
  /** Minutes east of UTC, instead of `timeZone`. */
  utcOffset?: unknown
  /** Lets the process end although the job waits for its time. Default false. */
  unrefTimeout?: boolean
  /** Skips a fire while the run before it is not over. Default false: runs overlap. */
  waitForCompletion?: boolean
  /** Registers the job without starting it. Default false. */
  disabled?: boolean
  /** Milliseconds that a fire may be late; a later one is skipped. Default: a late fire runs. */
  threshold?: number
  /** Milliseconds after the start of the application before which the job does not fire. */
  initialDelay?: number
} & ({ timeZone?: string; utcOffset?: never } | { timeZone?: never; utcOffset?: number })
