export { executorCases, executorCasesFor } from '../executor-conformance/executor-cases.ts'
export type { ExecutorCase } from '../executor-conformance/executor-case.ts'
export type {
  ExecutorCapabilities,
  ExecutorHarness,
  ExecutorPlan,
} from '../executor-conformance/executor-harness.ts'
export { frameworkCases, frameworkCasesFor } from '../framework-conformance/framework-cases.ts'
export type { FrameworkCase } from '../framework-conformance/framework-case.ts'
export type {
  AppPlan,
  FrameworkApp,
  FrameworkCapabilities,
  FrameworkHarness,
  PlanJob,
  PlanMount,
  PlanRoute,
  RouteReply,
  RouteVisit,
} from '../framework-conformance/framework-harness.ts'
export { manualClock } from './manual-clock.ts'
export type { ManualClock } from './manual-clock.ts'
export type { StoreCase } from './store-case.ts'
export { casesFor, storeCases } from './store-cases.ts'
export type { StoreHarness } from './store-harness.ts'
