import { checkInput, inputText, jobColumns } from '../engine/job-columns.ts'
import { checkJobOptions } from '../engine/job-options.ts'
import { storedTriggerColumns } from '../engine/trigger-columns.ts'
import { PunctualError } from '../errors/punctual-error.ts'
import { checkedJobId } from '../jobs/checked-job-id.ts'
import type { JobOptions } from '../jobs/policies.ts'
import type { Json } from '../json/json.ts'
import { EXPORT_VERSION } from './exported-job.ts'
import { checkPut, type JobToPut } from './job-to-put.ts'
import { namedTask } from './known-task.ts'
import type { VerbParts } from './verb-parts.ts'

/** A line of an import, ready to be put. */
export interface ImportedJob extends JobToPut {
  /** The columns of a declared job that were edited at run time. */
  readonly edited: readonly string[]
}

type Fields = { readonly [key: string]: Json | undefined }

/** Makes a job of a line that `exportJobs` gave; refuses with `PUNCTUAL_IMPORT_INVALID` or the code of what is wrong. */
export async function importedJob(parts: VerbParts, given: Json): Promise<ImportedJob> {
  const { node } = parts
  const line = lineOf(given)
  const id = checkedJobId(line.id)
  const options = optionsOf(line)
  checkJobOptions(options, `job "${id}"`)
  const link = parts.links.of(textIn(line, 'store'))
  const { name, known } = namedTask(node, textIn(line, 'task'))
  const taskVersion = wholeIn(line, 'taskVersion')
  const input = inputText(line.input)
  if (known?.definition.version === taskVersion) await checkInput(known, line.input)
  await link.opened()
  const text = JSON.stringify(objectIn(line, 'trigger'))
  const anchor = wholeIn(line, 'anchor')
  const when = storedTriggerColumns(text, { id, store: link.alias, anchor }, node.timelines)
  const columns = jobColumns({
    ...{ id, store: link.alias, inc: node.settings.entropy.short(), taskName: name, task: known },
    ...{ trigger: node.timelines.revive(text).trigger, input, options, source: 'api' },
    ...{ defaults: node.settings.defaults, now: link.now(), timelines: node.timelines },
  })
  // A run was on its way when the job was exported: nobody else would arm it.
  const fresh = when.mode === 'delay' ? columns.nextAt : null
  const nextAt = line.nextFireAt === null ? fresh : wholeIn(line, 'nextFireAt')
  const declared = declaredIn(line)
  const put = {
    ...columns,
    ...when,
    taskVersion,
    nextAt,
    declaration: declared?.declaration ?? null,
  }
  checkPut(parts, put)
  return { link, put, edited: declared?.edited ?? [] }
}

function lineOf(given: Json): Fields {
  const line = typeof given === 'string' ? parsed(given) : given
  if (!isFields(line) || line.punctual !== 'job') {
    throw invalidLine('it is not a job that exportJobs gave')
  }
  if (line.version === EXPORT_VERSION) return line
  throw invalidLine(
    `its version is ${JSON.stringify(line.version) ?? 'missing'}, and this one reads ${EXPORT_VERSION}`,
  )
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw invalidLine('it is not JSON')
  }
}

function optionsOf(line: Fields): JobOptions {
  const policies = objectIn(line, 'policies') as JobOptions
  const maxRuns = line.maxRuns === null ? {} : { maxRuns: wholeIn(line, 'maxRuns') }
  return { ...policies, ...maxRuns, paused: line.paused === true }
}

function declaredIn(
  line: Fields,
): (Pick<ImportedJob, 'edited'> & Pick<JobToPut['put'], 'declaration'>) | null {
  if (line.declared === null || line.declared === undefined) return null
  const declared = objectIn(line, 'declared')
  const { app = null, edited } = declared
  if (app !== null && typeof app !== 'string') throw invalidLine('declared.app is not text')
  if (!isTexts(edited)) throw invalidLine('declared.edited is not a list of texts')
  return {
    edited,
    declaration: {
      ...{ app, hash: textIn(declared, 'hash'), text: JSON.stringify(objectIn(declared, 'said')) },
      // Whoever declares it from now on knows better.
      ...{ at: 0, discardEdits: true, formerly: [] },
    },
  }
}

function objectIn(line: Fields, name: string): Fields {
  const value = line[name]
  if (isFields(value)) return value
  throw invalidLine(`${name} is not an object`)
}

function textIn(line: Fields, name: string): string {
  const value = line[name]
  if (typeof value === 'string' && value !== '') return value
  throw invalidLine(`${name} is not text`)
}

function wholeIn(line: Fields, name: string): number {
  const value = line[name]
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw invalidLine(`${name} is not a whole number`)
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isTexts(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function invalidLine(why: string): PunctualError {
  return new PunctualError('PUNCTUAL_IMPORT_INVALID', `this line cannot be imported: ${why}`)
}
