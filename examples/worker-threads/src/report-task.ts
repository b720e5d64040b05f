import { defineTask } from '@punctual/core'

/** What a report is made of. */
export interface ReportOrder {
  year: number
  /** How many orders there were: more of them take longer. */
  orders: number
}

export interface Report {
  year: number
  /** Turnover of each month. */
  months: number[]
  total: number
  /** 0 is the thread of the server. */
  thread: number
}

/** A report that is made beside the server: `cpu` says where. */
export const report = defineTask<ReportOrder, Report>('yearly-report', {
  executor: 'cpu',
  timeout: '1m',
})
