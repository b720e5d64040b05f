// Brings the module into view that is extended below.
import type { PunctualDecorations } from 'fastify'

declare module 'fastify' {
  /** What may stand as `app.scheduler`: each entry of this package adds its own. */
  interface PunctualDecorations {}
}

type All<Union> = (Union extends unknown ? (one: Union) => void : never) extends (
  all: infer Together,
) => void
  ? Together
  : never

/**
 * The type of `app.scheduler`: that of the entry which a program imports. An interface can be extended by both entries
 * only with the same type, so it is made of what they add; a program that imports both gets the members of both.
 */
export type DecoratedScheduler = All<PunctualDecorations[keyof PunctualDecorations]>
