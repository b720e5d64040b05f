import type { StoredTrigger } from '../stored-trigger.ts'
import { readCron } from './read-cron.ts'
import { saidDays } from './said-days.ts'
import { sayInstant } from './said-instant.ts'
import { timesOf } from './times.ts'
import type { Words } from './words.ts'

/** What a stored cron trigger says, in words. */
export function cronClause(stored: StoredTrigger, words: Words): string {
  const { text, timezone, form, resolved } = readCron(stored)
  const clause =
    resolved === null
      ? words.hashed(text)
      : words.cron(timesOf(resolved.valuesOf), saidDays(form, resolved))
  const placed = timezone === null ? clause : words.inZone(clause, timezone)
  const [start, end] = [sayInstant(stored.start, timezone), sayInstant(stored.end, timezone)]
  return words.within(placed, { start, end })
}
