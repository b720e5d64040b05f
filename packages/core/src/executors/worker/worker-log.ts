import { inspect } from 'node:util'
import type { Logger } from '../../events/logger.ts'
import type { LogLevel } from '../messages.ts'
import type { WorkerHome } from './worker-home.ts'

/** A logger whose lines are written by the logger of the scheduler. */
export class WorkerLog implements Logger {
  readonly #id: number
  readonly #home: WorkerHome

  constructor(id: number, home: WorkerHome) {
    this.#id = id
    this.#home = home
  }

  debug(fields: object, message: string): void {
    this.#write('debug', fields, message)
  }
  info(fields: object, message: string): void {
    this.#write('info', fields, message)
  }
  warn(fields: object, message: string): void {
    this.#write('warn', fields, message)
  }
  error(fields: object, message: string): void {
    this.#write('error', fields, message)
  }

  /** What cannot be cloned is shown as text: a line of a log is no reason for a run to fail. */
  #write(level: LogLevel, fields: object, message: string): void {
    const line = { kind: 'log', id: this.#id, level, message: String(message) } as const
    try {
      this.#home.post({ ...line, fields })
    } catch {
      this.#home.post({ ...line, fields: { fields: inspect(fields) } })
    }
  }
}
