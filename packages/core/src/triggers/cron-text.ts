import { cronError, sayText } from './cron-error.ts'
import { anyValue, checkCharacters, checkLength, cronField } from './cron-field.ts'
import { cronForm } from './cron-form.ts'
import type { CronField, CronFieldName, CronForm } from './cron-form.ts'

/**
 * Reads cron text: five fields, six with the seconds first, seven with the year last, or a nickname.
 * Strict: nothing is guessed, clamped or ignored.
 */
export function formOfText(text: string): CronForm {
  checkLength(text.length)
  const body = text.replace(/[ \t\r\n]+$/, '')
  const begin = body.search(/[^ \t\r\n]/)
  if (begin < 0) {
    throw cronError(
      'PUNCTUAL_CRON_EMPTY',
      'the text is empty',
      "write '* * * * *' for every minute",
    )
  }
  checkCharacters(body.slice(begin), { field: null, column: begin + 1 })
  return formOfWords(body[begin] === '@' ? spelledOut(body.slice(begin)) : body)
}

const LAYOUT_5: readonly CronFieldName[] = ['minute', 'hour', 'day', 'month', 'dayOfWeek']
const LAYOUTS: Readonly<Record<number, readonly CronFieldName[]>> = {
  5: LAYOUT_5,
  6: ['second', ...LAYOUT_5],
  7: ['second', ...LAYOUT_5, 'year'],
}

/** What fields are that the text does not tell. */
const UNTOLD: Readonly<Record<CronFieldName, CronField>> = {
  year: anyValue('*'),
  month: anyValue('*'),
  day: anyValue('*'),
  week: anyValue('*'),
  dayOfWeek: anyValue('*'),
  hour: anyValue('*'),
  minute: anyValue('*'),
  second: cronField('second', '0', 1),
}

function formOfWords(text: string): CronForm {
  const words = [...text.matchAll(/[^ \t\r\n]+/g)]
  const layout = LAYOUTS[words.length]
  if (layout === undefined) throw wrongCount(words.length)
  const read = { ...UNTOLD }
  let days: CronForm['days'] = 'either'
  for (const [index, name] of layout.entries()) {
    const { 0: word, index: at } = words[index] as RegExpExecArray
    const both = name === 'dayOfWeek' && /^\+./.test(word) ? 1 : 0
    if (both === 1) days = 'both'
    read[name] = cronField(name, word.slice(both), at + both + 1)
  }
  return cronForm(read, days)
}

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
  '@minutely': '* * * * *',
  '@secondly': '* * * * * *',
  '@weekdays': '0 0 * * 1-5',
  '@weekends': '0 0 * * 0,6',
}

/** What a nickname stands for, in any case. */
function spelledOut(text: string): string {
  const nickname = text.toLowerCase()
  const meaning = Object.hasOwn(NICKNAMES, nickname) ? NICKNAMES[nickname] : undefined
  if (meaning !== undefined) return meaning
  let hint = `use one of ${Object.keys(NICKNAMES).join(', ')}`
  if (nickname === '@reboot') hint = 'do what is to be done at start-up after scheduler.start()'
  if (nickname.startsWith('@every')) hint = "use every('5m') for equal intervals"
  throw cronError('PUNCTUAL_CRON_NICKNAME', `${sayText(text)} is no nickname`, hint)
}

function wrongCount(count: number): Error {
  const hint = 'write minute, hour, day, month and day of week; seconds go first, a year last'
  return cronError('PUNCTUAL_CRON_FIELDS', `there are ${count} fields, not 5, 6 or 7`, hint)
}
