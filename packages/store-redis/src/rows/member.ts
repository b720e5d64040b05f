import type { RunRow } from '@punctual/core/store'
import { sortable } from './sortable.ts'

/**
 * One place of a row in an index. Indexes are sorted sets in which all scores are 0, so that Redis keeps them by the bytes
 * of their members: parts of text with a line feed between them, which no id and no name may hold, the key of the row last.
 */
export interface Place {
  readonly index: string
  readonly member: string
}

export function member(...parts: readonly string[]): string {
  return parts.join('\n')
}

/** Runs of one index by a time, then by their position in the history of their job. */
export function runPlace(at: number, { seq, id }: Pick<RunRow, 'seq' | 'id'>): string {
  return `${sortable(at)}${sortable(seq)}\n${id}`
}

/** A range of an index: both ends as ZRANGEBYLEX takes them, but for `*text`, which is the end of all that begins so. */
export interface Range {
  readonly index: string
  readonly min: string
  readonly max: string
}

/** All members of an index that begin with these parts. */
export function under(index: string, ...parts: readonly string[]): Range {
  const prefix = parts.map((part) => `${part}\n`).join('')
  return { index, min: `[${prefix}`, max: `*${prefix}` }
}

/** All members whose first part is a time of `until` or before. */
export function upTo(index: string, until: number): Range {
  return { index, min: '-', max: `*${sortable(until)}` }
}
