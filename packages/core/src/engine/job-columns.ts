import { createHash } from 'node:crypto'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { PunctualError } from '../errors/punctual-error.ts'
import { jsonTextOf } from '../json/json-text.ts'
import type { DeclareOptions, JobOptions, Policies } from '../jobs/policies.ts'
import { givenPolicies, resolvePolicies } from '../jobs/resolve-policies.ts'
import type { JobPut, TriggerPut } from '../store/store-messages.ts'
import type { EpochMs } from '../time/epoch.ts'
import type { Trigger } from '../triggers/trigger.ts'
import type { KnownTask } from './task-registry.ts'
import type { Timelines } from './timelines.ts'
import { triggerColumns } from './trigger-columns.ts'

/** Everything the columns of a job are made of; already checked. */
export interface JobParts {
  readonly id: string
  readonly store: string
  readonly inc: string
  readonly taskName: string
  readonly task: KnownTask | null
  readonly trigger: Trigger
  /** JSON text. */
  readonly input: string | null
  readonly options: JobOptions
  readonly defaults: Policies
  /** Store time. */
  readonly now: EpochMs
  readonly timelines: Timelines
  readonly source: JobPut['source']
}

/** The columns of a job, its policies resolved from the job, its task and the defaults. */
export function jobColumns(parts: JobParts): JobPut {
  const { id, store, options, task } = parts
  const when = triggerColumns(parts.trigger, { id, store, anchor: parts.now }, parts.timelines)
  return {
    id,
    inc: parts.inc,
    task: parts.taskName,
    taskVersion: task?.definition.version ?? 1,
    trigger: when.trigger,
    mode: when.mode,
    delay: when.delay,
    anchor: when.anchor,
    nextAt: when.nextAt,
    follow: when.follow,
    input: parts.input,
    policies: resolvePolicies([parts.defaults, task?.definition.options, options]),
    given: givenPolicies(options),
    source: parts.source,
    runsLeft: options.maxRuns ?? null,
    paused: options.paused ?? false,
    declaration: null,
  }
}

/** What code declared, as it is kept with the job: what `resetJob` goes back to. */
export interface DeclaredColumns extends Pick<TriggerPut, 'trigger' | 'mode' | 'delay' | 'follow'> {
  readonly task: string
  readonly taskVersion: number
  readonly input: string | null
  readonly policies: JobPut['policies']
  readonly given: JobPut['given']
  readonly runsLeft: number | null
}

/** The same columns as a declaration, which is compared by a hash of all that the code said. */
export function declaredColumns(
  put: JobPut,
  by: { readonly app: string | null; readonly since: EpochMs; readonly options: DeclareOptions },
): JobPut {
  const { trigger, mode, delay, follow, task, taskVersion, input, policies, given, runsLeft } = put
  const said: DeclaredColumns = {
    ...{ trigger, mode, delay, follow, task, taskVersion, input, policies, given, runsLeft },
  }
  const text = JSON.stringify(said)
  return {
    ...put,
    declaration: {
      app: by.app,
      hash: createHash('sha256').update(text).digest('base64url'),
      text,
      at: by.since,
      discardEdits: by.options.edits === 'discard',
      formerly: by.options.formerly ?? [],
    },
  }
}

/** The JSON text of an input, refused with `PUNCTUAL_NOT_JSON` or `PUNCTUAL_TOO_LARGE`. */
export function inputText(input: unknown): string | null {
  return jsonTextOf(input, { name: 'input' })
}

/** Refuses an input that the schema of its task refuses, with `PUNCTUAL_INPUT_INVALID`; stored is what was given. */
export async function checkInput(task: KnownTask | null, input: unknown): Promise<void> {
  const schema = task?.definition.schema ?? null
  if (schema === null || task === null) return
  await validInput(task, input)
}

/** The input as the handler gets it. */
export async function validInput(task: KnownTask, input: unknown): Promise<unknown> {
  const { schema } = task.definition
  return schema === null ? input : acceptedInput(task, await schema['~standard'].validate(input))
}

/** What a schema made of an input; refuses with `PUNCTUAL_INPUT_INVALID` what it refused. */
export function acceptedInput(task: KnownTask, checked: StandardSchemaV1.Result<unknown>): unknown {
  if (checked.issues === undefined) return checked.value
  const { name } = task.definition
  const issues = checked.issues.slice(0, 20).map((issue) => ({
    path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)),
    message: issue.message.slice(0, 500),
  }))
  const first = issues[0]
  throw new PunctualError(
    'PUNCTUAL_INPUT_INVALID',
    `the input of task "${name}" does not fit its schema: ${first?.path.join('.') || 'input'}: ${first?.message ?? 'refused'}`,
    { details: { task: name, issues } },
  )
}
