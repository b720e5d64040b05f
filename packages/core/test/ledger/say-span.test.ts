import { expect, test } from 'vitest'
import type { SpanReason } from '../../src/jobs/fire-record.ts'
import { saySpan } from '../../src/ledger/say-span.ts'

const reasons: readonly SpanReason[] = [
  ...(['paused', 'undeclared', 'overlap_skipped', 'replaced', 'queue_full', 'coalesced'] as const),
  ...(['missed_in_outage', 'misfire_grace_exceeded', 'max_runs_reached'] as const),
  ...(['job_removed', 'follow_depth'] as const),
]

test('every reason of a span is one whole sentence, with and without the run that stood in the way', () => {
  const said = reasons.map((reason) => saySpan({ reason, cause: null }))
  for (const sentence of said) expect(sentence).toMatch(/^[A-Z][^%()]+\.$/)
  expect(new Set(said).size).toBe(reasons.length)
  const named = saySpan({ reason: 'overlap_skipped', cause: 'abc.f1' })
  expect(named).toBe('An earlier run (abc.f1) was still going on, and the job skips what overlaps.')
})
