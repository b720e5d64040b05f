import type { StandardSchemaV1 } from '@standard-schema/spec'

type Lost<Why extends string> = { readonly 'does not survive the store': Why }

/** The type itself when JSON keeps it whole; otherwise a type that names what would be lost. */
export type Storable<T> = 0 extends 1 & T
  ? T
  : unknown extends T
    ? T
    : T extends string | number | boolean | null | undefined
      ? T
      : T extends bigint
        ? Lost<'bigint: pass text'>
        : T extends Date
          ? Lost<'Date: pass toISOString() or milliseconds'>
          : T extends ReadonlyMap<unknown, unknown> | ReadonlySet<unknown>
            ? Lost<'Map or Set: pass an array'>
            : T extends ArrayBuffer | ArrayBufferView
              ? Lost<'bytes: pass a reference to a file or object store'>
              : T extends symbol | ((...args: never[]) => unknown)
                ? Lost<'function or method'>
                : { [K in keyof T]: Storable<T[K]> }

/** Nothing more for an input that survives the store; a type that no value has otherwise. */
export type Check<I> = [I] extends [Storable<I>] ? unknown : Storable<I>

/** The same check for the input of a Standard Schema. */
export type StorableSchema<S extends StandardSchemaV1> =
  StandardSchemaV1.InferInput<S> extends Storable<StandardSchemaV1.InferInput<S>>
    ? unknown
    : { readonly '~standard': Storable<StandardSchemaV1.InferInput<S>> }
