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
  addNeeds(json, needs)
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
  /** The id of the job; only where instants must meet. */
  | 'job'
  | 'meeting'
  /** Code or calendars of the scheduler. */
  | 'scheduler'

function isOpen(needs: ReadonlySet<Need>): boolean {
  if (needs.has('anchor') || needs.has('scheduler')) return true
  if (needs.has('job') && needs.has('meeting')) return true
  return needs.has('timezone') && needs.has('absolute')
}

function addNeeds(json: Json | undefined, needs: Set<Need>): void {
  const stored = fieldsOf(json)
  const add = Object.hasOwn(NEEDS, String(stored.kind)) ? NEEDS[String(stored.kind)] : undefined
  if (add === undefined) needs.add('scheduler')
  else add(stored, needs)
  for (const bound of [stored.start, stored.end]) {
    if (bound !== undefined) needs.add(typeof bound === 'number' ? 'absolute' : 'timezone')
  }
  if (stored.trigger !== undefined) addNeeds(stored.trigger, needs)
  for (const one of [...itemsOf(stored.triggers), ...itemsOf(stored.excluded)]) addNeeds(one, needs)
}

const NEEDS: Readonly<Record<string, (stored: StoredTrigger, needs: Set<Need>) => void>> = {
  allOf: (_, needs) => needs.add('meeting'),
  anyOf: () => undefined,
  at: ({ when }, needs) => needs.add(typeof when === 'number' ? 'absolute' : 'timezone'),
  calendar: (stored, needs) => {
    if (stored.start === undefined && !isDaily(fieldsOf(stored.step))) needs.add('anchor')
    needs.add(stored.timezone === undefined ? 'timezone' : 'absolute')
  },
  cron: (stored, needs) => {
    if (readCron(stored).resolved === null) needs.add('job')
    needs.add(stored.timezone === undefined ? 'timezone' : 'absolute')
  },
  days: zoned,
  daysOff: zoned,
  every: ({ start }, needs) => {
    if (start === undefined) needs.add('anchor')
  },
  except: (_, needs) => needs.add('meeting'),
  fixedDelay: ({ start }, needs) => {
    if (start === undefined) needs.add('anchor')
  },
  jitter: (_, needs) => needs.add('job'),
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
  const inner = [stored.trigger, ...itemsOf(stored.triggers), ...itemsOf(stored.excluded)]
  return [...named, ...inner.flatMap((one) => (one === undefined ? [] : instantsIn(one)))]
}
