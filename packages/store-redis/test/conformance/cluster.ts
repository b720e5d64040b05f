import { Redis } from 'ioredis'
import { vi } from 'vitest'
import { privateServer, type PrivateServer } from '../private-server.ts'

const SLOTS = 16_384

/** Three servers that share the slots, each a third. */
export async function startCluster(): Promise<readonly PrivateServer[]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']
  const servers = await Promise.all([1, 2, 3].map(() => privateServer(settings)))
  const admins = servers.map(({ url }) => new Redis(url))
  for (const [n, admin] of admins.entries()) {
    const [from, to] = [n, n + 1].map((third) => Math.floor((SLOTS * third) / 3))
    await admin.cluster('SET-CONFIG-EPOCH', n + 1)
    await admin.cluster('ADDSLOTS', ...Array.from({ length: to! - from! }, (_, at) => from! + at))
    await admins[0]!.cluster('MEET', '127.0.0.1', servers[n]!.port)
  }
  const settled = async (): Promise<void> => {
    for (const admin of admins) {
      const info = await admin.cluster('INFO')
      const fine = info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
      if (!fine || !info.includes(`cluster_slots_ok:${SLOTS}`)) throw new Error(info)
    }
  }
  await vi.waitFor(settled, { timeout: 20_000, interval: 50 })
  for (const admin of admins) admin.disconnect()
  return servers
}
