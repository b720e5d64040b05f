import type { Ask } from './ask.ts'

/** Breaks a step off at its first question without an answer. */
export class Unanswered extends Error {
  readonly ask: Ask

  constructor(ask: Ask) {
    super('the answer is still to come')
    this.ask = ask
  }
}
