import type { StoreLink } from '../engine/store-link.ts'
import type { NodeInfo } from './scheduler.ts'
import type { VerbParts } from './verb-parts.ts'

/** The live nodes of all stores, each of them once, by name. */
export async function listNodes(parts: VerbParts): Promise<readonly NodeInfo[]> {
  const byName = new Map<string, NodeInfo>()
  const lists = await Promise.all(parts.links.all().map(nodesIn))
  for (const node of lists.flat()) {
    const known = byName.get(node.name)
    if (known === undefined || node.beatAgeMs < known.beatAgeMs) byName.set(node.name, node)
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function nodesIn(link: StoreLink): Promise<readonly NodeInfo[]> {
  const store = await link.opened()
  const rows = await store.read.nodes()
  return rows
    .filter(({ alive }) => alive)
    .map(({ name, role, version, seenAt }) => {
      // A store within one process has no beats to go by: whoever is in it is there.
      const beatAgeMs = store.capabilities.shared ? Math.max(0, link.now() - seenAt) : 0
      return Object.freeze({ name, role, version, beatAgeMs })
    })
}
