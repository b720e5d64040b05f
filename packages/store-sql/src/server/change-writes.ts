import type {
  ChangePart,
  Changes,
  FollowRow,
  JobRow,
  RowChange,
  RunRow,
  SpanRow,
} from '@punctual/core/store'
import type { RowTable } from '../rows/row-table.ts'
import type { SqlValue } from '../sql-value.ts'
import type { Statements } from '../statements/statements.ts'
import { inList } from '../statements/in-list.ts'
import { bound } from './bound.ts'
import { chunks } from './chunks.ts'
import { updated, updates, type Updated } from './row-updates.ts'
import type { ServerDialect, Write } from './server-dialect.ts'

/** Turns what a step changed into statements, in an order in which no row stands in the way of another. */
export class ChangeWrites {
  readonly #sql: Statements
  readonly #dialect: ServerDialect

  constructor(sql: Statements, dialect: ServerDialect) {
    this.#sql = sql
    this.#dialect = dialect
  }

  of({ parts }: Changes): readonly Write[] {
    return parts.flatMap((part) => this.#ofPart(part))
  }

  #ofPart({ jobs, runs, spans, follows, nodes, rename }: ChangePart): Write[] {
    const [freed, others] = parted(updated(runs), leavesSlot)
    return [
      ...this.#deletes(this.#sql.runs, runs),
      ...this.#runUpdates(freed),
      ...this.#jobs(jobs),
      ...this.#runUpdates(others),
      ...this.#inserts(this.#sql.runs, runs),
      ...this.#spans(spans),
      ...this.#follows(follows),
      ...this.#deletes(this.#sql.nodes, nodes),
      ...updates(this.#dialect, this.#sql.nodes, updated(nodes)),
      ...this.#inserts(this.#sql.nodes, nodes),
      ...(rename === null ? [] : this.#rename(rename)),
    ]
  }

  /** A run that was claimed, ended or reaped since it was read has another token or state by now. */
  #runUpdates(runs: readonly Updated<RunRow>[]): Write[] {
    return updates(
      this.#dialect,
      this.#sql.runs,
      runs,
      ({ token, state }) =>
        new Map<string, SqlValue>([
          ['token', token],
          ['state', state],
        ]),
    )
  }

  #jobs(jobs: readonly RowChange<JobRow>[]): Write[] {
    const gone = jobs.flatMap(({ before, after }) =>
      before !== null && after === null ? [before] : [],
    )
    const added = jobs.flatMap(({ before, after }) =>
      before === null && after !== null ? [after] : [],
    )
    const tagged = updated(jobs).filter(
      ({ before, after }) => before.policies.tags.join('\n') !== after.policies.tags.join('\n'),
    )
    const untagged = [...gone, ...tagged.map(({ before }) => before)].filter(
      ({ policies }) => policies.tags.length > 0,
    )
    return [
      ...this.#whereIn(
        `DELETE FROM ${this.#sql.names.jobTags} WHERE job_id IN`,
        untagged.map(({ id }) => id),
      ),
      ...this.#deletes(this.#sql.jobs, jobs),
      ...updates(
        this.#dialect,
        this.#sql.jobs,
        updated(jobs),
        ({ version }) => new Map([['version', version]]),
      ),
      ...this.#inserts(this.#sql.jobs, jobs),
      ...this.#tags([...added, ...tagged.map(({ after }) => after)]),
    ]
  }

  #tags(jobs: readonly JobRow[]): Write[] {
    const rows = jobs.flatMap(({ id, policies }) =>
      [...new Set(policies.tags)].map((tag): SqlValue[] => [tag, id]),
    )
    return this.#insertRows(this.#sql.names.jobTags, 'tag, job_id', rows)
  }

  /** A span in place of one that begins at the same instant takes its row; the spans of a job are numbered. */
  #spans(spans: readonly RowChange<SpanRow>[]): Write[] {
    const { spans: table } = this.#sql
    const added = spans.flatMap(({ before, after }) =>
      before === null && after !== null ? [after] : [],
    )
    const counts = new Map<string, number>()
    const rows = added.map((span) => {
      const number = (counts.get(span.jobId) ?? 0) + 1
      counts.set(span.jobId, number)
      return [...table.insert(span).values, number]
    })
    return [
      ...this.#deletes(table, spans),
      ...updates(this.#dialect, table, updated(spans)),
      ...chunks(rows).map((chunk) => this.#numbered(chunk)),
    ]
  }

  #numbered(rows: readonly (readonly SqlValue[])[]): Write {
    const { span, spans } = this.#sql
    const columns = [...spans.columns.split(', '), 'k']
    const list = this.#dialect.list(
      columns,
      rows.map((row) => this.#literals(row)),
    )
    const jobs = inList(rows.map(([job = null]) => this.#dialect.literal(job)))
    return { sql: span.insertMany(list, jobs.values.join(', ')), rows: null }
  }

  #follows(follows: ReadonlyMap<string, readonly FollowRow[]>): Write[] {
    const { follows: table } = this.#sql
    const rows = [...follows.values()].flat().map((row) => table.insert(row).values)
    return [
      ...this.#whereIn(`DELETE FROM ${table.name} WHERE child_id IN`, [...follows.keys()]),
      ...this.#insertRows(table.name, table.columns, rows),
    ]
  }

  #rename({ from, to }: { readonly from: string; readonly to: string }): Write[] {
    const { job, run, span, follow, jobs } = this.#sql
    const move = `UPDATE ${jobs.name} SET id = ? WHERE id = ?`
    const all = [
      run.rename,
      span.rename,
      follow.renameChild,
      follow.renameParent,
      job.renameTags,
      move,
    ]
    return all.map((sql) => ({
      sql: bound(this.#dialect, { sql, values: [to, from] }),
      rows: null,
    }))
  }

  #deletes<Row extends object>(table: RowTable<Row>, changes: readonly RowChange<Row>[]): Write[] {
    const gone = changes.flatMap(({ before, after }) =>
      before !== null && after === null ? [before] : [],
    )
    const [column, ...more] = gone[0] === undefined ? [] : [...table.keyOf(gone[0]).keys()]
    if (column === undefined || more.length > 0) {
      return gone.map((row) => ({ sql: bound(this.#dialect, table.delete(row)), rows: 1 }))
    }
    const keys = gone.map((row) => table.keyOf(row).get(column) ?? null)
    return this.#whereIn(`DELETE FROM ${table.name} WHERE ${column} IN`, keys, true)
  }

  #whereIn(before: string, keys: readonly SqlValue[], all = false): Write[] {
    return chunks(keys).map((chunk) => {
      const { marks, values } = inList(chunk)
      const sql = bound(this.#dialect, { sql: `${before} (${marks})`, values })
      return { sql, rows: all ? chunk.length : null }
    })
  }

  #inserts<Row extends object>(table: RowTable<Row>, changes: readonly RowChange<Row>[]): Write[] {
    const rows = changes.flatMap(({ before, after }) =>
      before === null && after !== null ? [table.insert(after).values] : [],
    )
    return this.#insertRows(table.name, table.columns, rows)
  }

  #insertRows(table: string, columns: string, rows: readonly (readonly SqlValue[])[]): Write[] {
    return chunks(rows).map((chunk) => {
      const values = chunk.map((row) => `(${this.#literals(row).join(', ')})`).join(',\n')
      return { sql: `INSERT INTO ${table} (${columns}) VALUES ${values}`, rows: null }
    })
  }

  #literals(row: readonly SqlValue[]): string[] {
    return row.map((value) => this.#dialect.literal(value))
  }
}

/** Whether the slot of the run is another's to take. */
function leavesSlot({ before, after }: Updated<RunRow>): boolean {
  return before.slot !== null && before.slot !== after.slot
}

function parted<T>(list: readonly T[], first: (item: T) => boolean): readonly [T[], T[]] {
  return [list.filter(first), list.filter((item) => !first(item))]
}
