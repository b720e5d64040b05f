import { PunctualError } from '../errors/punctual-error.ts'
import { clauseOf } from './explain/clause.ts'
import { en } from './explain/en.ts'
import { warningsOf } from './explain/warnings.ts'
import type { Locale, Words } from './explain/words.ts'
import { zh } from './explain/zh.ts'
import { invalidTrigger, refuseUnknown } from './trigger-checks.ts'
import type { Trigger } from './trigger.ts'

/**
 * Says in words when a trigger fires, in English unless `locale` is `'zh-CN'`.
 *
 * Each thing that its author may not expect stands on a further line that begins `! `: that it never fires, a step that
 * does not come out even, either day field being enough, what a change of the clock does to it. Refuses an unknown locale
 * with `PUNCTUAL_OPTION_INVALID`, anything but a trigger with `PUNCTUAL_TRIGGER_INVALID`.
 *
 * @example
 * ```ts
 * explain(cron('0 9 * * MON-FRI', { timezone: 'Asia/Shanghai' })) // Monday to Friday at 09:00 (Asia/Shanghai).
 * ```
 */
export function explain(trigger: Trigger, options: { locale?: Locale } = {}): string {
  refuseUnknown(options, ['locale'], 'explain')
  const words = wordsOf(options.locale ?? 'en')
  if (typeof trigger !== 'object' || trigger === null || typeof trigger.toJSON !== 'function') {
    throw invalidTrigger('explain takes a trigger such as cron(...) or every(...)')
  }
  const json = trigger.toJSON()
  const warnings = warningsOf(json, words).map((warning) => `! ${warning}`)
  return [words.sentence(clauseOf(json, words)), ...warnings].join('\n')
}

const LANGUAGES: Readonly<Record<Locale, Words>> = { en, 'zh-CN': zh }

function wordsOf(locale: Locale): Words {
  const words = Object.hasOwn(LANGUAGES, locale) ? LANGUAGES[locale] : undefined
  if (words !== undefined) return words
  throw new PunctualError(
    'PUNCTUAL_OPTION_INVALID',
    `explain: locale must be one of ${Object.keys(LANGUAGES).join(', ')}`,
  )
}
