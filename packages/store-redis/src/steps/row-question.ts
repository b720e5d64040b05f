import type { Answer } from '@punctual/core/store'
import type { Range } from '../rows/member.ts'
import { storedOf } from '../rows/stored.ts'
import type { Table } from '../rows/table.ts'
import type { Call } from '../scripts/call.ts'
import type { Question } from './question.ts'
import { textsOf } from './reply.ts'

/** Rows by their keys: what is done with them holds only for as long as they are so. */
export function byKey<Row>(
  table: Table<Row>,
  keys: readonly string[],
  told: (rows: readonly Row[]) => Answer,
): Question {
  return {
    put: (call) => call.add('get', call.key(table.name), keys.length, ...keys),
    answer(reply, notebook) {
      const found = textsOf(reply).map((text, at) => [keys[at]!, storedOf<Row>(text)] as const)
      notebook.rows(table, found, { bind: true })
      return told(found.flatMap(([, { row }]) => row ?? []))
    },
  }
}

/** All rows of a range: the step relies on each of them, and on there being no more. */
export function allOf<Row>(
  table: Table<Row>,
  range: Range,
  told: (rows: readonly Row[]) => Answer,
  op: 'range' | 'newest' = 'range',
): Question {
  return {
    put(call) {
      call.add(op, call.key(range.index), call.key(table.name), range.min, range.max)
      if (op === 'range') call.add(-1)
    },
    answer(reply, notebook) {
      const [length, ...texts] = textsOf(reply)
      notebook.length(range, Number(length))
      return told(noted(table, texts, notebook, { bind: true }))
    },
  }
}

/** Rows that a step comes across: it relies on those that it changes, and on no others. */
export function someOf<Row>(
  table: Table<Row>,
  put: (call: Call) => void,
  told: (rows: readonly Row[], first: string | null) => Answer,
): Question {
  return {
    put,
    answer(reply, notebook) {
      const [first = null, ...texts] = textsOf(reply)
      return told(noted(table, texts, notebook, { bind: false }), first)
    },
  }
}

function noted<Row>(
  table: Table<Row>,
  texts: readonly (string | null)[],
  notebook: Parameters<Question['answer']>[1],
  options: { readonly bind: boolean },
): readonly Row[] {
  const found = texts.flatMap((text) => {
    const stored = storedOf<Row>(text)
    return stored.row === null ? [] : [[table.key(stored.row), stored] as const]
  })
  notebook.rows(table, found, options)
  return found.flatMap(([, { row }]) => row ?? [])
}
