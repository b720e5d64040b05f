import fc from 'fast-check'
import type { History } from '../src/history/history.ts'
import { BEGUN, Story } from './story.ts'

type Life = 'dies' | 'freezes' | 'retries' | 'released'
type Last = 'succeeds' | 'fails' | 'is lost'

interface Course {
  /** What happens to the run before its last attempt. */
  readonly lives: readonly Life[]
  readonly last: Last
}

/** A job: what becomes of each of its instants, one a second; null = a span. */
interface Script {
  readonly lose: boolean
  readonly courses: readonly (Course | null)[]
}

const lives = fc.constantFrom<Life>('dies', 'freezes', 'retries', 'released')
const gentle = fc.constantFrom<Life>('retries', 'released')
const reruns = fc.record<Course>({
  lives: fc.array(lives, { maxLength: 5 }),
  last: fc.constantFrom('succeeds', 'fails'),
})
const loses = fc.record<Course>({
  lives: fc.array(gentle, { maxLength: 5 }),
  last: fc.constantFrom('succeeds', 'fails', 'is lost'),
})
const scriptOf = (lose: boolean): fc.Arbitrary<Script> =>
  fc
    .array(fc.option(lose ? loses : reruns, { freq: 4 }), { minLength: 1, maxLength: 8 })
    .map((courses) => ({ lose, courses }))

/** Histories that keep every promise, whatever happens in them. */
export const arbitraryHistory: fc.Arbitrary<History> = fc
  .array(fc.boolean().chain(scriptOf), { minLength: 1, maxLength: 4 })
  .map(told)

function told(scripts: readonly Script[]): History {
  const story = new Story()
  scripts.forEach(({ lose, courses }, number) => {
    const jobId = `job ${number}`
    const instants = courses.map((_, n) => BEGUN + n * 1_000)
    story.job(jobId, { instants, onNodeLoss: lose ? 'lose' : 'rerun' })
    courses.forEach((course, n) => {
      if (course === null) story.span(n * 1_000, n * 1_000, jobId)
      else tell(story, { jobId, at: n * 1_000, id: `${jobId} run ${n}` }, course)
    })
  })
  story.calm = [{ from: BEGUN, until: BEGUN + 100_000 }]
  return story.history
}

interface RunName {
  readonly jobId: string
  readonly at: number
  readonly id: string
}

function tell(story: Story, { jobId, at, id }: RunName, { lives: before, last }: Course): void {
  const count = { token: 0, attempt: 1, recoveries: 0 }
  let t = at + 5
  for (const [n, life] of [...before, last].entries()) {
    count.token += 1
    const { token, attempt } = count
    const where = { node: `${id} node ${n}`, session: `${id} session ${n}` }
    story.granted(t, id, where, token)
    if (life !== 'released') story.started(t + 1, id, where, { token, attempt, fireAt: at, jobId })
    if (life === 'dies' || life === 'is lost') {
      story.events.push({ type: 'gone', t: t + 10, node: where.node, how: 'killed' })
    }
    if (life === 'dies' || life === 'freezes' || life === 'is lost') {
      story.reaping(t + 20, where.session)
      count.token += 1
      if (life !== 'is lost') count.recoveries += 1
      else story.told(t + 21, 'lost', id, { node: 'reaper', session: 'reaper' }, attempt)
    }
    if (life === 'freezes') {
      story.ended(t + 60, id, where, token).offered(t + 60, id, where, token)
      story.judged(t + 61, id, where, token, 'fenced')
    }
    const end = ends[life]
    if (end !== undefined) {
      if (life !== 'released') story.ended(t + 30, id, where, token)
      story.offered(t + 31, id, where, token, end)
      story.judged(t + 32, id, where, token, 'accepted', end)
    }
    if (life === 'retries') count.attempt += 1
    if (life === 'succeeds') story.told(t + 33, 'succeeded', id, where, attempt)
    if (life === 'fails') story.told(t + 33, 'failed', id, where, attempt)
    t += 80
  }
  const state = { succeeds: 'succeeded', fails: 'failed', 'is lost': 'lost' }[last]
  const result = state === 'succeeded' ? `value ${id}` : null
  story.run({ id, jobId, fireAt: at, state, result, ...count })
}

const ends: Readonly<Partial<Record<Life | Last, 'retry' | 'released' | 'succeeded' | 'failed'>>> =
  { retries: 'retry', released: 'released', succeeds: 'succeeded', fails: 'failed' }
