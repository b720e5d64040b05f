import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Storable, StorableSchema } from '../json/storable.ts'
import type { Policies } from './policies.ts'

declare const types: unique symbol

/** A named function with its input type and defaults: a value that needs neither the scheduler nor the code. */
export interface Task<In = unknown, Out = In, Result = unknown> {
  readonly name: string
  readonly [types]?: { in: In; out: Out; result: Result }
}

export type InputOf<T> = T extends Task<infer I, unknown, unknown> ? I : never
export type OutputOf<T> = T extends Task<unknown, infer O, unknown> ? O : never
export type ResultOf<T> = T extends Task<unknown, unknown, infer R> ? R : never

/** Defaults of the jobs of a task, and how its stored inputs grow with it. */
export interface TaskOptions extends Policies {
  /** Earlier names, under which stored jobs and runs are still found. */
  formerly?: readonly string[]
  /** Moves when the input changes its shape; a node with a lower one leaves a run alone. Default 1. */
  version?: number
  /** Makes an input of today of one that an earlier version stored; runs before the schema. */
  upgrade?(old: unknown, fromVersion: number): unknown
  /** Whether a failure is worth a further attempt. Default: always. */
  retryIf?(error: unknown): boolean
}

/** Where the code of a task stands, for executors that load it elsewhere. */
export interface ModuleRef {
  module: URL
  export?: string
}

type NeedsInput<I> = [I] extends [undefined]
  ? { input?: undefined }
  : undefined extends I
    ? { input?: I }
    : { input: I }

export type InputFor<T extends Task> = NeedsInput<InputOf<T>>

export type InputArgs<T extends Task, Rest> = [InputOf<T>] extends [undefined]
  ? [input?: undefined, options?: Rest]
  : undefined extends InputOf<T>
    ? [input?: InputOf<T>, options?: Rest]
    : [input: InputOf<T>, options?: Rest]

export type Given<T extends Task, O> =
  undefined extends InputOf<T> ? [options?: O & InputFor<T>] : [options: O & InputFor<T>]

export type TaskRest<I> = [I] extends [Storable<I>]
  ? [options?: TaskOptions & { input?: undefined }]
  : [thisInput: Storable<NoInfer<I>>]

export type SchemaOptions<S extends StandardSchemaV1> = TaskOptions & {
  input: S & StorableSchema<S>
}
