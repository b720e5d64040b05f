import type { JobRow } from '../../store/rows.ts'
import type { JobPatch } from '../../store/tables.ts'
import type { EpochMs } from '../../time/epoch.ts'
import { JobCell } from './job-cell.ts'
import type { Journal } from './journal.ts'
import { SharedTexts } from './shared-texts.ts'
import { SortedJobs } from './sorted-jobs.ts'
import { TimeHeap } from './time-heap.ts'
import type { TimeQueue } from './time-queue.ts'

/** The jobs, and those of them that are due, declared, or not armed. */
export class JobTable {
  readonly #journal: Journal
  readonly #cells = new Map<string, JobCell>()
  readonly #sorted = new SortedJobs()
  readonly #due: TimeQueue<JobCell> = new TimeHeap()
  readonly #declared = new Map<string, Set<JobCell>>()
  readonly #unarmed = new Set<JobCell>()
  readonly #triggers = new SharedTexts()
  #latest: JobCell | null = null

  constructor(journal: Journal) {
    this.#journal = journal
  }

  row(id: string): JobRow | null {
    const cell = this.#cells.get(id)
    if (cell === undefined) return null
    this.#latest = cell
    return cell.row
  }

  cells(): IterableIterator<JobCell> {
    return this.#cells.values()
  }

  /** The jobs from an id on, by id. */
  from(id: string): Iterable<JobCell> {
    return this.#sorted.from(id)
  }

  insert(row: JobRow): void {
    Object.assign(row, { trigger: this.#triggers.shared(row.trigger) })
    const cell = new JobCell(row)
    cell.savedIn = this.#journal.step
    this.#put(cell)
    this.#journal.add(() => this.#take(cell))
  }

  update(row: JobRow, patch: JobPatch): void {
    const cell = this.#cellOf(row)
    this.#save(cell)
    if (patch.declaration === undefined) Object.assign(row, patch)
    else {
      this.#undeclare(cell)
      Object.assign(row, patch)
      this.#declare(cell)
    }
    this.#arm(cell)
  }

  delete(row: JobRow): void {
    const cell = this.#cellOf(row)
    this.#take(cell)
    this.#journal.add(() => this.#put(cell))
  }

  rename(row: JobRow, id: string): JobRow {
    const before = row.id
    this.#rename(row, id)
    this.#journal.add(() => this.#rename(row, before))
    return row
  }

  due(until: EpochMs, limit: number): JobRow[] {
    return this.#due.due(until, limit).map((cell) => cell.row)
  }

  nextDue(until: EpochMs): EpochMs | null {
    return this.#due.head(until)
  }

  declared(app: string): JobRow[] {
    const rows = Array.from(this.#declared.get(app) ?? [], (cell) => cell.row)
    return rows.filter((row) => row.state === 'active' || row.state === 'paused')
  }

  /** Active jobs of mode `delay` without a next instant. */
  unarmed(): JobRow[] {
    return Array.from(this.#unarmed, (cell) => cell.row)
  }

  /** Mostly that of the row that was looked up last. */
  #cellOf(row: JobRow): JobCell {
    if (this.#latest?.row !== row) this.#latest = this.#cells.get(row.id)!
    return this.#latest
  }

  #save(cell: JobCell): void {
    if (cell.savedIn === this.#journal.step) return
    cell.savedIn = this.#journal.step
    const before = { ...cell.row }
    this.#journal.add(() => {
      this.#undeclare(cell)
      Object.assign(cell.row, before)
      this.#declare(cell)
      this.#arm(cell)
    })
  }

  #put(cell: JobCell): void {
    this.#cells.set(cell.row.id, cell)
    this.#sorted.add(cell)
    this.#declare(cell)
    this.#arm(cell)
  }

  #take(cell: JobCell): void {
    this.#cells.delete(cell.row.id)
    this.#latest = null
    this.#sorted.remove(cell)
    this.#undeclare(cell)
    this.#due.remove(cell)
    this.#unarmed.delete(cell)
  }

  #rename(row: JobRow, id: string): void {
    const cell = this.#cellOf(row)
    this.#cells.delete(row.id)
    this.#sorted.remove(cell)
    Object.assign(row, { id })
    this.#cells.set(id, cell)
    this.#sorted.add(cell)
  }

  #arm(cell: JobCell): void {
    const { state, nextAt, mode } = cell.row
    const active = state === 'active'
    if (active && nextAt !== null) this.#due.push(cell, nextAt)
    else this.#due.remove(cell)
    if (mode === 'delay' && active && nextAt === null) this.#unarmed.add(cell)
    else if (this.#unarmed.size > 0) this.#unarmed.delete(cell)
  }

  #declare(cell: JobCell): void {
    const app = cell.row.declaration?.app ?? null
    if (app === null) return
    const cells = this.#declared.get(app)
    if (cells === undefined) this.#declared.set(app, new Set([cell]))
    else cells.add(cell)
  }

  #undeclare(cell: JobCell): void {
    const app = cell.row.declaration?.app ?? null
    if (app !== null) this.#declared.get(app)?.delete(cell)
  }
}
