import type { ColumnTypes } from '../dialect.ts'
import type { TableNames } from '../table-names.ts'

/** One numbered step of the schema; once released its text never changes. */
export interface Migration {
  readonly version: number
  /** The oldest schema whose programs may still write to a database of this version. */
  readonly minWriter: number
  statements(names: TableNames, types: ColumnTypes): readonly string[]
}
