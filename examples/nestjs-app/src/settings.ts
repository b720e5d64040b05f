/** What can be set from outside, with what it is otherwise. */
export function settings(): Record<string, string> {
  const { DATABASE, DRAIN, REPORT_EVERY } = process.env
  return {
    database: DATABASE ?? 'shop.sqlite',
    drain: DRAIN ?? '30s',
    reportEvery: REPORT_EVERY ?? '1m',
  }
}
