import type { Entropy } from '../../src/engine/entropy.ts'

/** Ids that are the same in every replay of a path. */
export function countedEntropy(node: string): Entropy {
  let count = 0
  return {
    random: () => 0.5,
    short: () => `${node}${String((count += 1)).padStart(9, '0')}`,
    uuid: () => `${node}-session-${(count += 1)}`,
    nodeName: () => node,
  }
}
