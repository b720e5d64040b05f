/** Whether a job is started. */
export const JobStatus = { RUNNING: 'running', STOPPED: 'stopped' } as const

export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus]

/** The members as types, as those of an enum would be. */
export declare namespace JobStatus {
  export type RUNNING = 'running'
  export type STOPPED = 'stopped'
}
