import type { EngineJob } from './engine-job.ts'

/** So many characters are at most 180 bytes, which leaves room for a number. */
const LONGEST = 45

/** The ids under which jobs stand in the store: their own, as far as an id of Punctual can be like it. */
export class JobNames {
  readonly #names = new Map<EngineJob, string>()
  readonly #taken = new Set<string>()

  of(job: EngineJob): string | undefined {
    return this.#names.get(job)
  }

  /** The name it has, or a new one. Jobs without an id are named after their task. */
  give(job: EngineJob): string {
    const known = this.#names.get(job)
    if (known !== undefined) return known
    const wish = readable(job.id ?? job.task.id)
    let name = wish
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wish}#${number}`
    this.#names.set(job, name)
    this.#taken.add(name)
    return name
  }

  take(job: EngineJob): string | undefined {
    const name = this.#names.get(job)
    if (name === undefined) return undefined
    this.#names.delete(job)
    this.#taken.delete(name)
    return name
  }
}

function readable(text: string): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
  return [...clean.trim()].slice(0, LONGEST).join('').trim() || 'job'
}
