import { storedOf } from '../rows/stored.ts'
import type { Call } from '../scripts/call.ts'
import { ask, readCall, type RunScript } from '../steps/server.ts'
import { textsOf, type Reply } from '../steps/reply.ts'

/** Where reads go: outside of any step. */
export interface Source {
  readonly prefix: string
  readonly run: RunScript
}

/** The reply to one question. */
export async function replyTo({ prefix, run }: Source, put: (call: Call) => void): Promise<Reply> {
  const call = readCall(prefix, '', '')
  put(call)
  return (await ask(run, call)).replies[0] ?? null
}

/** The rows of a reply; of a range it begins with how many there are. */
export function rowsOf<Row>(reply: Reply, options: { readonly counted: boolean }): readonly Row[] {
  const texts = textsOf(reply).slice(options.counted ? 1 : 0)
  return texts.flatMap((text) => storedOf<Row>(text).row ?? [])
}

export async function rowsByKey<Row>(
  source: Source,
  table: string,
  keys: readonly string[],
): Promise<readonly Row[]> {
  if (keys.length === 0) return []
  const reply = await replyTo(source, (call) =>
    call.add('get', call.key(table), keys.length, ...keys),
  )
  return rowsOf(reply, { counted: false })
}
