import { PunctualError } from '../errors/punctual-error.ts'
import type { JobOptions } from '../jobs/policies.ts'
import { checkPolicies } from '../jobs/check-policies.ts'
import { policyNames } from '../jobs/policy-names.ts'

const ofJob: ReadonlySet<string> = new Set(['store', 'maxRuns', 'paused'])
const policies: ReadonlySet<string> = new Set(policyNames)

/** Refuses unknown or bad options of a job, with `PUNCTUAL_OPTION_INVALID` or `PUNCTUAL_POLICY_INVALID`. */
export function checkJobOptions(
  options: JobOptions,
  where: string,
  also: readonly string[] = [],
): void {
  if (typeof options !== 'object' || options === null) {
    throw invalid(where, 'its options are not an object')
  }
  for (const name of Object.keys(options)) {
    if (ofJob.has(name) || policies.has(name) || also.includes(name)) continue
    throw invalid(where, `it has no option "${name.slice(0, 100)}"`)
  }
  checkPolicies(options, where)
  const { maxRuns, paused, store } = options
  if (maxRuns !== undefined && !(Number.isSafeInteger(maxRuns) && maxRuns >= 1)) {
    throw invalid(where, 'maxRuns must be a whole number of at least 1')
  }
  if (paused !== undefined && typeof paused !== 'boolean') {
    throw invalid(where, 'paused must be true or false')
  }
  if (store !== undefined && typeof store !== 'string') {
    throw invalid(where, 'store must be the alias of a store')
  }
}

function invalid(where: string, why: string): PunctualError {
  return new PunctualError('PUNCTUAL_OPTION_INVALID', `${where} cannot be used: ${why}`)
}
