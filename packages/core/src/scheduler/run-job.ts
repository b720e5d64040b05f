import { checkInput, inputText } from '../engine/job-columns.ts'
import type { JobId } from '../jobs/job.ts'
import { nameFault } from '../jobs/name-text.ts'
import type { RunHandle } from '../jobs/run.ts'
import type { Json } from '../json/json.ts'
import type { NewRun } from '../store/store-messages.ts'
import { jobThatIs, unknownJob, type FoundJob } from './find-job.ts'
import { checkKnown, invalidOption } from './known-options.ts'
import { AskedRunHandle } from './run-handle.ts'
import type { VerbParts } from './verb-parts.ts'

export interface RunJobOptions {
  input?: Json
  key?: string
}

/** Runs a job now, beside its trigger. The same key gives the same run. */
export async function runJob(
  parts: VerbParts,
  job: JobId,
  options: RunJobOptions = {},
): Promise<RunHandle> {
  checkKnown(options, ['input', 'key'], 'runJob')
  const { key } = options
  checkKey(key)
  const input = inputText(options.input)
  const found = await jobThatIs(parts, job)
  if (options.input !== undefined) {
    await checkInput(parts.node.registry.find(found.row.task), options.input)
  }
  return await enqueueManual(parts, found, {
    key: `m${key ?? parts.node.settings.entropy.short()}`,
    job: found.row.id,
    kind: 'manual',
    input,
    own: false,
  })
}

/** Creates a run by hand and gives its handle. */
export async function enqueueManual(
  parts: VerbParts,
  { link, row }: FoundJob,
  run: NewRun,
): Promise<RunHandle> {
  const store = await link.opened()
  const [answer] = await store.enqueue([run])
  if (answer === undefined || answer.result === 'unknown') {
    throw unknownJob({ id: row.id, store: link.alias })
  }
  link.poke()
  return new AskedRunHandle(parts, { id: answer.run.id, link, job: row, fire: null })
}

function checkKey(key: unknown): void {
  if (key === undefined || nameFault(key) === null) return
  throw invalidOption(
    'key',
    'must be 1 to 200 bytes of text without control characters or blanks at its ends',
  )
}
