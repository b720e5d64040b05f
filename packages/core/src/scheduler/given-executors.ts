import type { Executor } from '../executors/executor-kind.ts'
import type { ExecutorContract } from '../executors/executor.ts'
import { nameFault } from '../jobs/name-text.ts'
import { invalidOption } from './known-options.ts'
import type { SchedulerOptions } from './scheduler.ts'

/** The executors of a scheduler by alias; refuses with `PUNCTUAL_OPTION_INVALID`. */
export function givenExecutors(
  given: SchedulerOptions['executors'],
  inline: () => Executor,
): ReadonlyMap<string, ExecutorContract> {
  if (given !== undefined && (typeof given !== 'object' || given === null)) {
    throw invalidOption('executors', 'must be executors by alias, such as { default: inline() }')
  }
  const executors = new Map<string, ExecutorContract>()
  for (const [alias, executor] of Object.entries({ default: inline(), ...given })) {
    const fault = nameFault(alias)
    if (fault !== null) throw invalidOption('executors', `an alias cannot be used: ${fault}`)
    executors.set(alias, contractOf(executor, alias))
  }
  return executors
}

function contractOf(executor: unknown, alias: string): ExecutorContract {
  if (isContract(executor)) return executor
  throw invalidOption('executors', `"${alias}" is not an executor: pass what inline() gives`)
}

function isContract(executor: unknown): executor is ExecutorContract {
  return (
    typeof executor === 'object' &&
    executor !== null &&
    'execute' in executor &&
    typeof executor.execute === 'function' &&
    'close' in executor &&
    typeof executor.close === 'function' &&
    'size' in executor &&
    Number.isSafeInteger(executor.size)
  )
}
