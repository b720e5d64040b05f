import type { Policies } from './policies.ts'

/** The name of every policy. */
export const policyNames: readonly (keyof Policies)[] = [
  'maxInstances',
  'overlap',
  'maxQueue',
  'misfireGrace',
  'coalesce',
  'maxCatchUp',
  'timeout',
  'retry',
  'onNodeLoss',
  'maxCrashes',
  'executor',
  'priority',
  'tags',
  'concurrency',
  'history',
]
