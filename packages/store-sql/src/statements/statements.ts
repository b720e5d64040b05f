import type { FollowRow, JobRow, NodeRow, RunRow, SpanRow } from '@punctual/core/store'
import type { Dialect } from '../dialect.ts'
import { followColumns } from '../rows/follow-row.ts'
import { jobColumns } from '../rows/job-row.ts'
import { nodeColumns } from '../rows/node-row.ts'
import { RowTable } from '../rows/row-table.ts'
import { runColumns } from '../rows/run-row.ts'
import { spanColumns } from '../rows/span-row.ts'
import type { TableNames } from '../table-names.ts'
import { FollowStatements } from './follow-statements.ts'
import { JobStatements } from './job-statements.ts'
import { RetentionStatements } from './retention-statements.ts'
import { RunStatements } from './run-statements.ts'
import { SpanStatements } from './span-statements.ts'

/** The statements of one store, written once, with `?` for each bound value. */
export class Statements {
  readonly names: TableNames
  readonly jobs: RowTable<JobRow>
  readonly runs: RowTable<RunRow>
  readonly spans: RowTable<SpanRow>
  readonly follows: RowTable<FollowRow>
  readonly nodes: RowTable<NodeRow>
  readonly job: JobStatements
  readonly run: RunStatements
  readonly span: SpanStatements
  readonly follow: FollowStatements
  readonly retention: RetentionStatements

  constructor(names: TableNames, dialect: Dialect) {
    this.names = names
    this.jobs = new RowTable(names.jobs, jobColumns)
    this.runs = new RowTable(names.runs, runColumns)
    this.spans = new RowTable(names.spans, spanColumns)
    this.follows = new RowTable(names.follows, followColumns)
    this.nodes = new RowTable(names.nodes, nodeColumns)
    this.job = new JobStatements(names, this.jobs.columns)
    this.run = new RunStatements(names, this.runs.columns)
    this.span = new SpanStatements(names, this.spans.columns, dialect)
    this.follow = new FollowStatements(names, this.follows.columns)
    this.retention = new RetentionStatements(names)
  }
}
