import { PunctualError } from '../errors/punctual-error.ts'
import type { RunHandle } from '../jobs/run.ts'
import { jobIn, unknownJob } from './find-job.ts'
import { runThatIs } from './find-run.ts'
import { hasEnded } from './run-handle.ts'
import { enqueueManual } from './run-job.ts'
import type { VerbParts } from './verb-parts.ts'

/** Runs the job of an ended run again: with the input that run was given, else with that of the job as it is now. */
export async function retryRun(parts: VerbParts, runId: string): Promise<RunHandle> {
  const { link, row } = await runThatIs(parts, runId)
  if (!hasEnded(row)) {
    throw new PunctualError(
      'PUNCTUAL_RUN_NOT_ENDED',
      `run "${runId}" is ${row.state}: cancel it first, or wait until it has ended`,
      { details: { runId, state: row.state } },
    )
  }
  const found = await jobIn(link, row.jobId)
  if (found === null) throw unknownJob({ id: row.jobId, store: link.alias })
  return await enqueueManual(parts, found, {
    key: `m${parts.node.settings.entropy.short()}`,
    job: row.jobId,
    kind: 'manual',
    input: row.input,
    own: false,
  })
}
