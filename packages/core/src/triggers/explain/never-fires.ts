import type { Json } from '../../json/json.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { readCron } from './read-cron.ts'
import { resolvedInstant } from './said-instant.ts'
import type { NeverFires } from './warning.ts'
import { fixedDelayFromJson } from '../fixed-delay.ts'
import { fieldsOf, itemsOf } from '../stored-trigger.ts'
import type { StoredTrigger } from '../stored-trigger.ts'
import { triggerFrom } from '../trigger-from.ts'

/** Why a stored trigger never fires, or null when it does or that cannot be told without its job. */
export function neverFires(json: Json): Pick<NeverFires, 'assumed' | 'why'> | null {
  const needs = new Set<Need>()
  addNeeds(json, needs, false)
  const stored = fieldsOf(json)
  if (isOpen(needs) || fires(stored, json)) return null
  const isLocal = needs.has('timezone') || needs.has('periods')
  return { assumed: isLocal ? ASSUMED : null, why: stored.end === undefined ? 'search' : 'end' }
}

const ASSUMED = 'UTC'

/** What the instants of a trigger depend on. */
type Need =
  /** When the job was first stored. */
  | 'anchor'
  /** The timezone of the scheduler, for times or for the periods of `pick`. */
  | 'timezone'
  | 'periods'
  /** Instants or times of a certain timezone. */
  | 'absolute'
  /** The id of the job, where instants must meet. */
  | 'job'
  /** Code or calendars of the scheduler. */
  | 'scheduler'

function isOpen(needs: ReadonlySet<Need>): boolean {
  if (needs.has('anchor') || needs.has('scheduler') || needs.has('job')) return true
  return needs.has('timezone') && needs.has('absolute')
}

/** `isMet` says that the instants must meet those of others, or be kept apart from them. */
function addNeeds(json: Json | undefined, needs: Set<Need>, isMet: boolean): void {
  const stored = fieldsOf(json)
  const add = Object.hasOwn(NEEDS, String(stored.kind)) ? NEEDS[String(stored.kind)] : undefined
  if (add === undefined) needs.add('scheduler')
  else add(stored, needs, isMet)
  for (const bound of [stored.start, stored.end]) {
    if (bound !== undefined) needs.add(typeof bound === 'number' ? 'absolute' : 'timezone')
  }
  const meets = isMet || stored.kind === 'allOf' || stored.kind === 'except'
  for (const one of innerOf(stored)) addNeeds(one, needs, meets)
}

type AddNeeds = (stored: StoredTrigger, needs: Set<Need>, isMet: boolean) => void

const NEEDS: Readonly<Record<string, AddNeeds>> = {
  allOf: () => undefined,
  anyOf: () => undefined,
  at: ({ when }, needs) => needs.add(typeof when === 'number' ? 'absolute' : 'timezone'),
  calendar: (stored, needs) => {
    if (stored.start === undefined && !isDaily(fieldsOf(stored.step))) needs.add('anchor')
    needs.add(stored.timezone === undefined ? 'timezone' : 'absolute')
  },
  cron: (stored, needs, isMet) => {
    if (isMet && readCron(stored).resolved === null) needs.add('job')
    needs.add(stored.timezone === undefined ? 'timezone' : 'absolute')
  },
  days: zoned,
  daysOff: zoned,
  every: ({ start }, needs) => {
    if (start === undefined) needs.add('anchor')
  },
  except: () => undefined,
  fixedDelay: ({ start }, needs) => {
    if (start === undefined) needs.add('anchor')
  },
  jitter: (_, needs, isMet) => {
    if (isMet) needs.add('job')
  },
  pick: (_, needs) => needs.add('periods'),
}

function zoned({ timezone }: StoredTrigger, needs: Set<Need>): void {
  needs.add(timezone === undefined ? 'timezone' : 'absolute')
}

/** Every day: when it began does not matter to which days it has. */
function isDaily({ years = 0, months = 0, weeks = 0, days = 0 }: StoredTrigger): boolean {
  return days === 1 && years === 0 && months === 0 && weeks === 0
}

/** Looks for an instant from each instant on that the trigger names: a search reaches 400 years. */
function fires(stored: StoredTrigger, json: Json): boolean {
  if (stored.kind === 'fixedDelay') {
    const of = { anchor: ANCHOR, timezone: ASSUMED }
    return fixedDelayFromJson(stored).firstFire(of) !== null
  }
  const trigger = triggerFrom(json)
  if ('onRun' in trigger) return true
  const timeline = trigger.bind({ jobId: '', anchor: ANCHOR, timezone: ASSUMED, calendars: {} })
  return [ANCHOR, ...instantsIn(json)].some((instant) => timeline.next(instant - 1) !== null)
}

/** Earlier than any cron year that is taken. */
const ANCHOR: EpochMs = 0

function instantsIn(json: Json | undefined): EpochMs[] {
  const stored = fieldsOf(json)
  const named = [stored.start, stored.end, stored.when].flatMap(
    (time) => resolvedInstant(time, ASSUMED) ?? [],
  )
  return [...named, ...innerOf(stored).flatMap(instantsIn)]
}

function innerOf({ trigger, triggers, excluded }: StoredTrigger): Json[] {
  return [...(trigger === undefined ? [] : [trigger]), ...itemsOf(triggers), ...itemsOf(excluded)]
}
