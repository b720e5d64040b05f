import type { AppPlan, FrameworkApp } from '../../src/conformance/index.ts'

/** A deliberate mistake: a framework that does one thing otherwise. */
export interface FrameworkFault {
  readonly says: string
  /** Cases that have to fail for it; others may fail too. */
  readonly caughtBy: readonly string[]
  readonly App: new (plan: AppPlan) => FrameworkApp
}
