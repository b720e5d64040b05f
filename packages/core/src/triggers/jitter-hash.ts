import type { EpochMs } from '../time/epoch.ts'

const WORD = 2 ** 32

/** A 32-bit FNV-1a hash over the UTF-16 units of a text. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash
}

/**
 * A number in [0, 1) for a seed and an instant: the same everywhere, evenly spread, cheap.
 * Both halves of the instant are mixed in by MurmurHash3's 32-bit rounds; the stored fires depend on it for ever.
 */
export function shareOf(seed: number, instant: EpochMs): number {
  const mixed = finish(round(round(seed, instant % WORD), Math.floor(instant / WORD)))
  return mixed / WORD
}

function round(hash: number, word: number): number {
  const k = Math.imul(rotate(Math.imul(word | 0, 0xcc9e2d51), 15), 0x1b873593)
  return (Math.imul(rotate(hash ^ k, 13), 5) + 0xe6546b64) | 0
}

function finish(hash: number): number {
  let mixed = hash ^ 8
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
