import { askKey, type Answer, type Ask } from './ask.ts'
import type { RowSource } from './row-source.ts'

const OF_EACH_JOB: readonly Ask['ask'][] = ['liveRuns', 'lastSpans', 'followsOf', 'followersOf']

/** What was answered in a step so far; nothing is asked twice. */
export class Answers {
  readonly #source: RowSource
  readonly #known = new Map<string, Answer>()
  readonly #jobs = new Set<string>()
  readonly #jobsOfRuns = new Set<string>()

  constructor(source: RowSource) {
    this.#source = source
  }

  of(ask: Ask): Answer | null {
    return this.#known.get(askKey(ask)) ?? null
  }

  /** Asks this, and with it what will be asked next: a round trip costs the same for one row as for a hundred. */
  async ask(first: Ask): Promise<void> {
    await this.learn([first, ...this.#beside(first)])
  }

  async learn(asks: readonly Ask[]): Promise<void> {
    const open = new Map(asks.map((ask) => [askKey(ask), ask]))
    for (const key of this.#known.keys()) open.delete(key)
    if (open.size === 0) return
    const answers = await this.#source.answer([...open.values()])
    let at = 0
    for (const [key, ask] of open) {
      const answer = answers[at] ?? {}
      at += 1
      this.#known.set(key, answer)
      this.#note(ask, answer)
    }
  }

  #note(ask: Ask, { jobs = [], runs = [], follows = [] }: Answer): void {
    for (const job of jobs) this.#noteJob(job.id, { jobs: [job] })
    for (const run of runs) this.#jobsOfRuns.add(run.jobId)
    if (ask.ask === 'followersOf') for (const { child } of follows) this.#jobsOfRuns.add(child)
  }

  #noteJob(id: string, answer: Answer): void {
    this.#jobs.add(id)
    const key = askKey({ ask: 'job', job: id })
    if (!this.#known.has(key)) this.#known.set(key, answer)
  }

  /** What is asked of one is asked of all; and whoever asks for the job of a run will go on to its other runs. */
  #beside(first: Ask): Ask[] {
    if (OF_EACH_JOB.includes(first.ask)) {
      return [...this.#jobs].map((job) => ({ ...first, job }) as Ask)
    }
    if (first.ask !== 'job') return []
    const jobs = [...this.#jobsOfRuns].filter((id) => !this.#jobs.has(id))
    return jobs.flatMap((job): Ask[] => [
      { ask: 'job', job },
      { ask: 'liveRuns', job },
      { ask: 'followersOf', job },
    ])
  }
}
