/** Something that is done to the cluster; `at` = milliseconds from its beginning, `job` counts within the family. */
export type Fault =
  /** SIGKILL, and another process in its place. */
  | { readonly at: number; readonly kind: 'kill'; readonly slot: number }
  /** SIGSTOP, and SIGCONT after a time; `locked` = also when it holds a lock that everybody needs. */
  | {
      readonly at: number
      readonly kind: 'stop'
      readonly slot: number
      readonly lasts: number
      readonly locked: boolean
    }
  /** SIGTERM, and another process in its place: a deploy. */
  | { readonly at: number; readonly kind: 'retire'; readonly slot: number }
  /** All connections of a process end at once. */
  | { readonly at: number; readonly kind: 'cut'; readonly slot: number }
  /** The server ends and comes back. */
  | { readonly at: number; readonly kind: 'restart'; readonly how: 'gently' | 'at once' }
  /** A user pauses a job and resumes it after a time. */
  | { readonly at: number; readonly kind: 'pause'; readonly job: number; readonly lasts: number }
  | { readonly at: number; readonly kind: 'remove'; readonly job: number }
  | { readonly at: number; readonly kind: 'run by hand'; readonly job: number }

export type FaultKind = Fault['kind']
