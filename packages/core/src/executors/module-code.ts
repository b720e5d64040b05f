import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PunctualError } from '../errors/punctual-error.ts'
import type { Handler } from '../scheduler/scheduler.ts'

const known = new Map<string, Handler<unknown, unknown>>()

/**
 * The function that a module exports; node loads a module once, and asking it again takes longer than a small job. Rejects with
 * `PUNCTUAL_MODULE_NOT_FOUND`, `PUNCTUAL_MODULE_FAILED` or `PUNCTUAL_EXPORT_MISSING`.
 */
export async function moduleCode(
  href: string,
  name: string = 'default',
): Promise<Handler<unknown, unknown>> {
  const key = `${name} ${href}`
  const before = known.get(key)
  if (before !== undefined) return before
  const code: unknown = Reflect.get(await loaded(href), name)
  if (!isHandler(code)) throw notExported(href, name)
  known.set(key, code)
  return code
}

async function loaded(href: string): Promise<object> {
  try {
    return (await import(href)) as object
  } catch (cause) {
    throw isAbsent(href) ? notFound(href, cause) : notLoaded(href, cause)
  }
}

/** Asked of the file itself: a module that is there and imports what is not there fails with the same code. */
function isAbsent(href: string): boolean {
  return href.startsWith('file:') && !existsSync(fileURLToPath(href))
}

function notExported(href: string, name: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_EXPORT_MISSING',
    `module ${href} exports no function "${name}": export it, or name another with { module, export }`,
    { details: { module: href, export: name } },
  )
}

function notFound(href: string, cause: unknown): PunctualError {
  return new PunctualError(
    'PUNCTUAL_MODULE_NOT_FOUND',
    `there is no module ${href}: name it by new URL('./file.js', import.meta.url), and see that it is built and deployed`,
    { details: { module: href }, cause },
  )
}

function notLoaded(href: string, cause: unknown): PunctualError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new PunctualError(
    'PUNCTUAL_MODULE_FAILED',
    `module ${href} could not be loaded: ${why.slice(0, 1_000)}`,
    { details: { module: href }, cause },
  )
}

function isHandler(code: unknown): code is Handler<unknown, unknown> {
  return typeof code === 'function'
}
