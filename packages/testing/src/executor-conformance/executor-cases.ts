import { contextCases } from './context-cases.ts'
import { crashCases } from './crash-cases.ts'
import type { ExecutorCase } from './executor-case.ts'
import type { ExecutorCapabilities } from './executor-harness.ts'
import { outcomeCases } from './outcome-cases.ts'
import { signalCases } from './signal-cases.ts'
import { sizeCases } from './size-cases.ts'

/**
 * Everything that an executor has to do, as data for any test runner.
 *
 * @example
 * ```ts
 * for (const { name, run } of executorCasesFor(executorHarness.capabilities)) {
 *   test(name, () => run(executorHarness))
 * }
 * ```
 */
export const executorCases: readonly ExecutorCase[] = [
  ...contextCases,
  ...outcomeCases,
  ...signalCases,
  ...crashCases,
  ...sizeCases,
]

/** The cases that have something to say about an executor with these capabilities. */
export function executorCasesFor(capabilities: ExecutorCapabilities): readonly ExecutorCase[] {
  return executorCases.filter(({ needs }) => needs === undefined || capabilities[needs])
}
