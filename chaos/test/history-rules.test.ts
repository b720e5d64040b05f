import { expect, test } from 'vitest'
import { checkHistory, historyRules } from '../src/history/check-history.ts'
import { A, B, soundStory, type Story } from './story.ts'

function rulesBrokenBy(change: (story: Story) => void): readonly string[] {
  const story = soundStory()
  change(story)
  return checkHistory(story.history).map(({ rule }) => rule)
}

/** A change to a sound history, and the one rule that tells. */
const broken: readonly { says: string; rule: string; change: (story: Story) => void }[] = [
  {
    says: 'an instant of which nothing is known',
    rule: 'every due instant',
    change: (story) => void story.spans.shift(),
  },
  {
    says: 'an instant with two runs',
    rule: 'every due instant',
    change: (story) => story.run({ id: 'r0 again', fireAt: 0, state: 'cancelled' }),
  },
  {
    says: 'an instant that ran, and has a reason why it did not',
    rule: 'every due instant',
    change: (story) => story.span(0, 0),
  },
  {
    says: 'a run at an instant that was none',
    rule: 'every due instant',
    change: (story) => story.run({ id: 'stray', fireAt: 500, state: 'cancelled' }),
  },
  {
    says: 'an end that nobody followed',
    rule: 'every due instant',
    change: (story) =>
      void story.runs.splice(
        story.runs.findIndex((run) => run.id === 'c1'),
        1,
      ),
  },
  {
    says: 'a token that started twice',
    rule: 'a run starts once',
    change: (story) => story.started(4_200, 'r4', B).ended(4_201, 'r4', B),
  },
  {
    says: 'a start that no retry and no recovery explains',
    rule: 'a run starts once',
    change: (story) => story.started(4_200, 'r4', B, { token: 2 }).ended(4_201, 'r4', B, 2),
  },
  {
    says: 'a lost run that was recovered',
    rule: 'a run that is to be lost',
    change(story) {
      const where = { jobId: 'k' }
      story.run({ id: 'k2', fireAt: 20, jobId: 'k', state: 'cancelled', recoveries: 1, token: 3 })
      story.run({
        id: 'c2',
        jobId: 'child',
        kind: 'follow',
        fireAt: 30,
        upstream: ['k2'],
        state: 'cancelled',
      })
      story.started(100, 'k2', A, where).ended(101, 'k2')
      story.started(200, 'k2', B, { ...where, token: 3 }).ended(201, 'k2', B, 3)
    },
  },
  {
    says: 'an outcome that was accepted from a token of before',
    rule: 'one outcome of a run',
    change: (story) =>
      story
        .judged(600, 'c1', A, 1, 'accepted', 'cancelled')
        .runs.push({ ...story.runs.pop()!, token: 2 }),
  },
  {
    says: 'two outcomes that were accepted',
    rule: 'one outcome of a run',
    change: (story) => story.judged(4_300, 'r4', A),
  },
  {
    says: 'a result that nobody offered',
    rule: 'one outcome of a run',
    change: (story) => void story.runs.splice(0, 1, { ...story.runs[0]!, result: 'other' }),
  },
  {
    says: 'a start before the instant',
    rule: 'no run starts before',
    change: (story) =>
      story
        .run({ id: 'early', jobId: 'k', fireAt: 200, state: 'lost', result: null })
        .run({
          id: 'c2',
          jobId: 'child',
          kind: 'follow',
          fireAt: 210,
          upstream: ['early'],
          state: 'cancelled',
        })
        .started(190, 'early', A, { jobId: 'k', fireAt: 200 }),
  },
  {
    says: 'two runs of a job at once',
    rule: 'at no instant',
    change: (story) =>
      story
        .run({ id: 'm1', kind: 'manual', fireAt: 100, state: 'cancelled' })
        .started(100, 'm1', B)
        .ended(200, 'm1', B),
  },
  {
    says: 'a run that was claimed while its job was paused',
    rule: 'after pause or remove',
    change: (story) => story.granted(3_500, 'r1', B, 9),
  },
  {
    says: 'a run that the store dates into a pause',
    rule: 'after pause or remove',
    change: (story) => story.run({ id: 'r3', fireAt: 3_000, state: 'cancelled' }).spans.pop(),
  },
  {
    says: 'a fire that was late while nothing was wrong',
    rule: 'in a calm stretch',
    change: (story) =>
      void story.runs.splice(0, 1, {
        ...story.runs[0]!,
        publishedAt: story.runs[0]!.fireAt + 1_001,
      }),
  },
  {
    says: 'a run that still waits',
    rule: 'when all is quiet',
    change: (story) => story.run({ id: 'm1', kind: 'manual', fireAt: 100, state: 'pending' }),
  },
  {
    says: 'a job that never fires again',
    rule: 'when all is quiet',
    change: (story) => story.job('dead', { state: 'active' }),
  },
  {
    says: 'an end that is told otherwise than it is stored',
    rule: 'listeners hear',
    change: (story) => story.told(700, 'failed', 'k1', B),
  },
  {
    says: 'an end that is told twice',
    rule: 'listeners hear',
    change: (story) => story.told(700, 'lost', 'k1', A).told(701, 'lost', 'k1', B),
  },
  {
    says: 'a start that nobody was told of',
    rule: 'listeners hear',
    change: (story) => story.started(300, 'k1', A, { jobId: 'k', heard: false }),
  },
]

test('a sound history breaks no rule', () => {
  expect(checkHistory(soundStory().history)).toEqual([])
})

test.each(broken)('$says breaks one rule, and no other tells', ({ rule, change }) => {
  const rules = rulesBrokenBy(change)
  expect(rules).toHaveLength(1)
  expect(rules[0]).toContain(rule)
})

test('a claim that was asked for in a pause and carried out after the resume breaks no rule', () => {
  const story = soundStory().granted(4_000, 'r4', B)
  const late = story.events.map((event) =>
    event.type === 'granted' && event.t === 4_000 ? { ...event, sentAt: 3_500 } : event,
  )
  expect(checkHistory({ ...story.history, events: late.toSorted((a, b) => a.t - b.t) })).toEqual([])
})

test('a node that is frozen in the middle of a start, and closed meanwhile, breaks no rule', () => {
  const story = soundStory().run({ id: 'm1', kind: 'manual', fireAt: 4_005, attempt: 2 })
  story.granted(4_006, 'm1', A, 1).reaping(4_010, 'sa').started(4_050, 'm1', A, { fireAt: 4_005 })
  story.whole(4_200, 4_300, 'm1', B, 3).ended(4_060, 'm1', A, 1)
  const runs = story.runs.map((run) => (run.id === 'm1' ? { ...run, token: 3 } : run))
  expect(checkHistory({ ...story.history, runs })).toEqual([])
})

test('each of the ten rules is the only one that finds some history broken', () => {
  const alone = historyRules.filter(({ says }) => broken.some(({ rule }) => says.startsWith(rule)))
  expect(alone).toHaveLength(10)
  expect(historyRules).toHaveLength(10)
})

test('a broken rule is shown by the shortest evidence, with how often it was broken', () => {
  const story = soundStory()
  story.spans.length = 0
  story.run({ id: 'r0 again', fireAt: 0, state: 'cancelled' })
  const [violation] = checkHistory(story.history)
  expect(violation?.times).toBe(3)
  expect(violation?.evidence).toEqual([])
  expect(violation?.says).toMatch(/nothing is known of/)
})
