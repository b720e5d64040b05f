/** So many jobs have a label of their own. */
const MOST = 1_000
const OTHER = '__other__'
/** What an id ends with where the scheduler made it up: the part before it names the task. */
const MADE_UP = /\/[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/

/**
 * The label that stands for a job. Jobs without an id of their own share that of their task; once a thousand labels are
 * taken, the rest share `__other__`: no number of jobs can flood whoever collects the metrics.
 */
export class JobLabels {
  readonly #labels = new Set<string>()

  of(jobId: string): string {
    if (this.#labels.has(jobId)) return jobId
    const label = jobId.replace(MADE_UP, '')
    if (this.#labels.has(label)) return label
    if (this.#labels.size >= MOST) return OTHER
    this.#labels.add(label)
    return label
  }
}
