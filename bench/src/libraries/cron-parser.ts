import { CronExpressionParser } from 'cron-parser'
import type { Library } from '../library.ts'

export function cronParser(): Library {
  return {
    name: 'cron-parser',
    holds: 0,
    cronNext(expression, timezone) {
      const parsed = CronExpressionParser.parse(expression, { tz: timezone })
      return (from) => {
        parsed.reset(new Date(from))
        return parsed.next().getTime()
      }
    },
    addCron: null,
    addAt: null,
    start: async () => {},
    stop: async () => {},
  }
}
