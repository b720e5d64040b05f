import { checkKnown, checkText } from './known-options.ts'
import { findRun, runIn } from './find-run.ts'
import { hasEnded } from './run-handle.ts'
import type { VerbParts } from './verb-parts.ts'

/** Ends a run that has not ended, or asks it to end; at once where it runs on this node. */
export async function cancelRun(
  parts: VerbParts,
  runId: string,
  options: { reason?: string } = {},
): Promise<boolean> {
  checkKnown(options, ['reason'], 'cancelRun')
  checkText(options.reason, 'reason')
  const found = await findRun(parts, runId)
  if (found === null) return false
  const { link, row } = found
  if (hasEnded(row)) return false
  const reason = options.reason ?? 'cancelRun was called'
  const store = await link.opened()
  const [answer] = await store.cancel([runId], reason)
  if (answer === 'asked') parts.node.running.find(runId)?.abort({ why: 'cancel', reason })
  if (answer === 'ended') await announceEnd(parts, link, runId)
  link.poke()
  return answer === 'asked' || answer === 'ended'
}

async function announceEnd(
  parts: VerbParts,
  link: Parameters<typeof runIn>[0],
  runId: string,
): Promise<void> {
  const ended = await runIn(link, runId)
  if (ended !== null) parts.node.announcer.ended(ended.row)
  parts.node.waiters.notify(runId)
}
