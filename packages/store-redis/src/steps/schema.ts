import { PunctualError } from '@punctual/core/store'
import { Call } from '../scripts/call.ts'
import { openScript } from '../scripts/open-script.ts'
import { textsOf, fieldOf } from './reply.ts'
import type { RunScript } from './server.ts'

/** How rows and indexes are written. */
const SCHEMA = 1

export interface Entered {
  /** That of no other handle, ever. */
  readonly handle: string
  readonly schema: number
}

/** Enters a handle into the store; refuses one that this version must not write to, and a server that may drop jobs. */
export async function enter(run: RunScript, prefix: string): Promise<Entered> {
  const call = new Call(prefix)
  call.key('meta')
  call.add(SCHEMA, SCHEMA)
  const [handle, schema, minWriter, policy] = textsOf(fieldOf(await run(openScript, call)))
  if (Number(minWriter) > SCHEMA) throw tooOld(Number(schema))
  if (policy?.startsWith('allkeys') === true) throw evicting(policy)
  return { handle: String(handle), schema: Number(schema) }
}

function tooOld(schema: number): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_SCHEMA',
    `a later version of @punctual/store-redis wrote these jobs (schema ${schema}): use that version here too`,
    { details: { schema, known: SCHEMA } },
  )
}

function evicting(policy: string): PunctualError {
  return new PunctualError(
    'PUNCTUAL_STORE_FAILED',
    `this Redis drops any key when its memory is full (maxmemory-policy ${policy}), jobs too: set maxmemory-policy to noeviction, or keep jobs in another Redis than the cache`,
    { details: { policy } },
  )
}
