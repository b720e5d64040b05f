import { existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { HistoryEvent } from './history/history-event.ts'
import { monotonic } from './monotonic.ts'

type Unstamped<E> = E extends HistoryEvent
  ? Omit<E, 't' | 'node'> & { readonly node?: string }
  : never

/** Where a process notes what happens to it: each line is with the system before the call returns, so no kill loses it. */
export class Journal {
  readonly node: string
  readonly #file: number

  constructor(path: string, node: string) {
    this.node = node
    this.#file = openSync(path, 'a')
  }

  note(event: Unstamped<HistoryEvent>): void {
    writeSync(this.#file, `${JSON.stringify({ t: monotonic(), node: this.node, ...event })}\n`)
  }
}

/** The events of a journal; a line that a kill cut short is none, and who was killed at birth has no journal. */
export function eventsIn(path: string): readonly HistoryEvent[] {
  if (!existsSync(path)) return []
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.slice(0, -1).map((line): HistoryEvent => JSON.parse(line))
}
