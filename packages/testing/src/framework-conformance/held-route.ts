import type { PlanRoute } from './framework-harness.ts'
import type { Gate } from './gate.ts'

/** A route that is held by a gate and then answers. */
export function heldRoute(
  gate: Gate,
  then: PlanRoute['answer'] = async () => ({ status: 200, json: '"through"' }),
): PlanRoute {
  return {
    method: 'GET',
    path: '/held',
    answer: async (visit) => {
      await gate.pass()
      return await then(visit)
    },
  }
}
