import type { AppPlan, FrameworkApp, FrameworkHarness } from '../../src/conformance/index.ts'

/** Applications of this class, made anew for every case. */
export function rawHarness(
  App: new (plan: AppPlan) => FrameworkApp,
  patience: number = 5_000,
): FrameworkHarness {
  return {
    capabilities: { routeJobs: true, rootMounts: true, cutsRequests: true },
    patience,
    open: async (plan) => new App(plan),
  }
}
