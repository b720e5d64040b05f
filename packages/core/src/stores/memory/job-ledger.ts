import type { SpanRow } from '../../store/rows.ts'

/** Most jobs have no live runs and no spans: an empty list for all of them, which nobody writes into. */
const NONE: never[] = []

/** A run, numbered in the order in which they were created. */
interface Numbered {
  readonly serial: number
}

/** The runs and spans under one job id; they outlive the job. */
export class JobLedger<Run extends Numbered> {
  readonly id: string
  /** In the order in which they were created. */
  runs: Run[] = NONE
  live: Run[] = NONE
  /** By their first instant. */
  spans: SpanRow[] = NONE
  waiting = 0

  constructor(id: string) {
    this.id = id
  }

  /** Adds a run at its place; nearly always the last. */
  addRun(cell: Run): void {
    if (this.runs.length === 0) this.runs = [cell]
    else insert(this.runs, cell)
  }

  removeRun(cell: Run): void {
    if (this.runs[0] === cell) this.runs.shift()
    else remove(this.runs, cell)
  }

  addLive(cell: Run): void {
    if (this.live.length === 0) this.live = [cell]
    else insert(this.live, cell)
  }

  removeLive(cell: Run): void {
    if (this.live.length === 1 && this.live[0] === cell) this.live = NONE
    else remove(this.live, cell)
  }

  /** Puts a span at its place; one that begins at the same instant goes. */
  addSpan(span: SpanRow): SpanRow | null {
    const { spans } = this
    let place = spans.length
    while (place > 0 && spans[place - 1]!.first > span.first) place -= 1
    const before = spans[place - 1]
    if (before !== undefined && before.first === span.first && before.inc === span.inc) {
      spans[place - 1] = span
      return before
    }
    if (spans.length === 0) this.spans = [span]
    else spans.splice(place, 0, span)
    return null
  }

  removeSpan(span: SpanRow): void {
    const place = this.spans.lastIndexOf(span)
    if (place !== -1) this.spans.splice(place, 1)
  }

  /** The last span of an incarnation. */
  lastSpan(inc: string): SpanRow | null {
    return this.spans.findLast((span) => span.inc === inc) ?? null
  }
}

function insert<Run extends Numbered>(cells: Run[], cell: Run): void {
  let place = cells.length
  while (place > 0 && cells[place - 1]!.serial > cell.serial) place -= 1
  if (place === cells.length) cells.push(cell)
  else cells.splice(place, 0, cell)
}

function remove<Run>(cells: Run[], cell: Run): void {
  const place = cells.lastIndexOf(cell)
  if (place !== -1) cells.splice(place, 1)
}
