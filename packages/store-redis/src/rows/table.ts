import type { Place } from './member.ts'

/** Where rows of one kind stand: a hash, a field for each row, and its places in indexes. */
export interface Table<Row> {
  readonly name: 'jobs' | 'runs' | 'spans' | 'nodes' | 'follows'
  key(row: Row): string
  places(row: Row): readonly Place[]
}
