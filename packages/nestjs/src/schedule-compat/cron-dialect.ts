/** Fields from the last one, as texts of five and of six fields share them: the least value, and how many there are. */
const FIELDS = [
  { least: 0, size: 7, isDay: true },
  { least: 1, size: 12, isDay: false },
  { least: 1, size: 31, isDay: true },
  { least: 0, size: 24, isDay: false },
  { least: 0, size: 60, isDay: false },
  { least: 0, size: 60, isDay: false },
] as const

type Field = (typeof FIELDS)[number]

/**
 * A text of the `cron` package in our dialect, with the same instants. Two things differ: a step beyond its field gives the
 * first value alone there and is refused here, and a day field that lists every day restricts nothing there.
 */
export function fromCronDialect(text: string): string {
  const words = text.trim().split(/\s+/)
  if (words.length !== 5 && words.length !== 6) return text
  return words.toReversed().map(keptField).toReversed().join(' ')
}

function keptField(word: string, index: number): string {
  const field = FIELDS[index]
  if (field === undefined || word === '*') return word
  const items = word.split(',').map((item) => keptItem(item, field))
  return field.isDay && listsAll(items, field) ? '*' : items.join(',')
}

function keptItem(item: string, { least, size }: Field): string {
  const [, low, step] = /^(\*|\d+)(?:-\d+)?\/(\d+)$/.exec(item) ?? []
  if (low === undefined || Number(step) <= size) return item
  return low === '*' ? String(least) : low
}

/** Whether numbers alone give every value; a week has its Sunday under 0 or 7. */
function listsAll(items: readonly string[], { least, size }: Field): boolean {
  const values = new Set<number>()
  for (const item of items) {
    const [, all, from, to, step = '1'] = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(item) ?? []
    if (all === undefined && from === undefined) return false
    const low = Number(from ?? least)
    const open = all !== undefined || item.includes('/') ? least + size - 1 : low
    const high = Math.min(Number(to ?? open), least + size)
    for (let value = low; value <= high; value += Math.max(1, Number(step))) {
      values.add(least === 0 ? value % size : value)
    }
  }
  return values.size >= size
}
