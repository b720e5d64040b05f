import { answerCases } from './answer-cases.ts'
import { bodyCases } from './body-cases.ts'
import { bootCases } from './boot-cases.ts'
import { closeCases } from './close-cases.ts'
import { drainCases } from './drain-cases.ts'
import type { FrameworkCase } from './framework-case.ts'
import type { FrameworkCapabilities } from './framework-harness.ts'
import { mountCases } from './mount-cases.ts'
import { routeCases } from './route-cases.ts'
import { streamCases } from './stream-cases.ts'

/**
 * Everything that a framework package has to do, as data for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of frameworkCasesFor(harness.capabilities)) {
 *   test(name, () => run(harness))
 * }
 * ```
 */
export const frameworkCases: readonly FrameworkCase[] = [
  ...bootCases,
  ...closeCases,
  ...drainCases,
  ...mountCases,
  ...bodyCases,
  ...answerCases,
  ...streamCases,
  ...routeCases,
]

/** The cases that have something to say about a framework with these capabilities. */
export function frameworkCasesFor(capabilities: FrameworkCapabilities): readonly FrameworkCase[] {
  return frameworkCases.filter(({ needs }) => needs === undefined || capabilities[needs])
}
