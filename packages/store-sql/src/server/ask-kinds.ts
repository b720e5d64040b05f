import type { Answer, Ask } from '@punctual/core/store'

export interface ReadManner {
  /** How jobs are locked: `pass` takes those that others hold as if they were not there, `read` locks none. */
  readonly jobs: 'wait' | 'pass' | 'read'
  /** Nothing is locked at all. */
  readonly looks: boolean
  /** What makes a read without a lock see what is committed now, where it does not by itself. */
  readonly fresh: string
  /** The time by which runs are ready, as an expression. */
  readonly nowSql: string
}

export interface ReadInto extends ReadManner {
  readonly answers: Map<string, Answer>
  /** What else to send when all locks are taken. */
  readonly between?: () => void
}

export type Kind = Ask['ask']
export type Of<K extends Kind> = Ask & { readonly ask: K }

/** The same text for the same question. */
export function answerKey(ask: Ask): string {
  return JSON.stringify(ask)
}

export function of<K extends Kind>(asks: readonly Ask[], kind: K): Of<K>[] {
  return asks.filter((ask): ask is Of<K> => ask.ask === kind)
}
