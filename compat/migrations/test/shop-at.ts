import type { VirtualClock } from '@punctual/testing'
import type { Shop } from '../src/shop.ts'

/** A shop that writes down what it is told to do, and when, in UTC. */
export function shopAt(
  clock: VirtualClock,
  { syncTakes = [], failing = '' }: { syncTakes?: number[]; failing?: string } = {},
): Shop & { readonly told: readonly string[] } {
  const told: string[] = []
  const tell = (what: string) => {
    told.push(`${what} ${new Date(clock.now()).toISOString().slice(11, 16)}`)
  }
  return {
    told,
    cleanUp: async () => tell('clean-up'),
    async syncOrders() {
      tell('sync')
      const pause = syncTakes.shift() ?? 0
      if (pause === 0) return
      await new Promise<void>((resolve) => clock.setTimer(pause, resolve))
      if (pause > 60_000) tell('synced')
    },
    async remind(cartId) {
      tell(`remind ${cartId}`)
      if (cartId === failing) throw new Error('mail is down')
    },
    report: (job, error) => void told.push(`report ${job} ${(error as Error | null)?.message}`),
  }
}
