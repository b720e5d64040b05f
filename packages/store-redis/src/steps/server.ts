import type { EpochMs } from '@punctual/core/store'
import { Call } from '../scripts/call.ts'
import { readScript } from '../scripts/read-script.ts'
import type { Script } from '../scripts/script.ts'
import { badReply, fieldOf, type Reply } from './reply.ts'

/** Runs a script on the server that holds the keys. */
export type RunScript = (script: Script, call: Call) => Promise<unknown>

/** How long a step may be alone, at most: its holder may die. */
const ALONE_FOR = 2_000

export interface Read {
  /** By the server's clock. */
  readonly now: EpochMs
  /** The microseconds of the second: below a million, another number for each reading. */
  readonly salt: number
  readonly replies: readonly Reply[]
}

/** Others are alone just now. */
export class Taken extends Error {
  readonly salt: number

  constructor(salt: number) {
    super('another step is alone')
    this.salt = salt
  }
}

/** Begins a read: the questions are to be added. `now` null = the server's. */
export function readCall(prefix: string, token: string, now: string): Call {
  const call = new Call(prefix)
  call.key('lock')
  call.add(token, ALONE_FOR, now)
  return call
}

/** Asks; throws `Taken` when the step wants to be alone and another one is. */
export async function ask(run: RunScript, call: Call): Promise<Read> {
  const [lock, seconds, micros, ...replies] = listOf(await run(readScript, call))
  if (lock === 'taken') throw new Taken(Number(micros))
  const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000)
  return { now, salt: Number(micros), replies }
}

function listOf(reply: unknown): readonly Reply[] {
  if (Array.isArray(reply)) return reply.map(fieldOf)
  throw badReply()
}
