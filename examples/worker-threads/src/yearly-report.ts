import { threadId } from 'node:worker_threads'
import type { RunContext } from '@punctual/core'
import type { Report, ReportOrder } from './report-task.ts'

const MONTHS = 12

/** Adds up a year of orders: pure computing, which would hold every request of a server meanwhile. */
export function yearlyReport(run: RunContext<ReportOrder>): Report {
  const { year, orders } = run.input
  run.log.info({ year, orders, thread: threadId }, 'the report is being made')
  const months: number[] = []
  for (let month = 1; month <= MONTHS; month += 1) {
    months.push(turnover(year, month, Math.ceil(orders / MONTHS)))
    run.progress({ done: month, total: MONTHS }, `${year}-${String(month).padStart(2, '0')}`)
  }
  return { year, months, total: months.reduce((sum, one) => sum + one, 0), thread: threadId }
}

/** Stands for reading orders and adding them up: the same numbers for the same month. */
function turnover(year: number, month: number, orders: number): number {
  let state = year * 100 + month
  let cents = 0
  for (let order = 0; order < orders; order += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    cents += state % 10_000
  }
  return Math.round(cents / 100)
}
