import type { StandardSchemaV1 } from '@standard-schema/spec'
import { PunctualError } from '../errors/punctual-error.ts'
import { checkPolicies } from './check-policies.ts'
import { policyNames } from './policy-names.ts'
import { checkedTaskName } from './task-name.ts'
import type { SchemaOptions, Task, TaskOptions, TaskRest } from './task.ts'

/** What a task value stands for, beside its name. */
export interface TaskDefinition {
  readonly name: string
  readonly version: number
  readonly options: TaskOptions
  readonly schema: StandardSchemaV1 | null
}

const definitions = new WeakMap<Task, TaskDefinition>()

/**
 * Makes a task: a value with a name, an input type and defaults, which needs neither the scheduler nor the code.
 *
 * Refuses a bad name or option with `PUNCTUAL_TASK_INVALID` or `PUNCTUAL_POLICY_INVALID`.
 *
 * @example
 * ```ts
 * const remind = defineTask<{ cartId: string }>('remind-cart', { misfireGrace: '2h' })
 * ```
 */
export function defineTask<I = undefined, R = unknown>(
  name: string,
  ...rest: TaskRest<I>
): Task<I, I, R>
export function defineTask<S extends StandardSchemaV1>(
  name: string,
  options: SchemaOptions<S>,
): Task<StandardSchemaV1.InferInput<S>, StandardSchemaV1.InferOutput<S>>
export function defineTask(name: string, ...rest: readonly unknown[]): Task {
  return makeTask(name, rest[0])
}

/** The same with options of any type, checked. */
export function makeTask(name: string, options: unknown): Task {
  const definition = checkedDefinition(name, options ?? {})
  const task: Task = Object.freeze({ name: definition.name })
  definitions.set(task, definition)
  return task
}

/** What a task value stands for; refuses what `defineTask` or `scheduler.task` did not make. */
export function definitionOf(task: Task): TaskDefinition {
  const definition = typeof task === 'object' && task !== null ? definitions.get(task) : undefined
  if (definition !== undefined) return definition
  throw new PunctualError(
    'PUNCTUAL_TASK_INVALID',
    'this is not a task: pass what defineTask() or scheduler.task() gave you, or the name of a task',
  )
}

function checkedDefinition(name: string, options: unknown): TaskDefinition {
  const checkedName = checkedTaskName(name)
  if (!isTaskOptions(options)) throw invalid(name, 'its options are not an object')
  const unknown = Object.keys(options).find((option) => !taskOptions.has(option))
  if (unknown !== undefined) throw invalid(name, `it has no option "${unknown.slice(0, 100)}"`)
  checkPolicies(options, `task "${checkedName}"`)
  const version = options.version ?? 1
  if (!Number.isInteger(version) || version < 1 || version > 1_000_000) {
    throw invalid(name, 'its version is not a whole number from 1 to 1,000,000')
  }
  if (options.formerly !== undefined) {
    if (!Array.isArray(options.formerly)) throw invalid(name, 'formerly is not a list of names')
    options.formerly.forEach((old) => checkedTaskName(old))
  }
  for (const hook of ['upgrade', 'retryIf'] as const) {
    if (options[hook] === undefined || typeof options[hook] === 'function') continue
    throw invalid(name, `${hook} is not a function`)
  }
  return Object.freeze({ name: checkedName, version, options, schema: schemaOf(name, options) })
}

const taskOptions: ReadonlySet<string> = new Set([
  ...policyNames,
  'input',
  'formerly',
  'version',
  'upgrade',
  'retryIf',
])

function isTaskOptions(value: unknown): value is TaskOptions & { input?: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function schemaOf(name: string, options: { input?: unknown }): StandardSchemaV1 | null {
  const schema = options.input
  if (schema === undefined) return null
  if (isSchema(schema)) return schema
  throw invalid(
    name,
    'its input is not a Standard Schema (zod, valibot, arktype and others make one)',
  )
}

function isSchema(value: unknown): value is StandardSchemaV1 {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  const standard: unknown = Reflect.get(value, '~standard')
  return typeof standard === 'object' && standard !== null && 'validate' in standard
}

function invalid(name: unknown, why: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_TASK_INVALID',
    `task "${String(name)}" cannot be defined: ${why}`,
  )
}
