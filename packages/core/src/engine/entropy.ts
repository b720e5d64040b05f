/** The only door through which randomness and ids come in. */
export interface Entropy {
  /** At least 0, below 1. */
  random(): number
  /** Ten characters, fresh: incarnations, batches, keys. */
  short(): string
  /** A UUID of version 7 for the instant. */
  uuid(now: number): string
  /** Names this process among others: host and process id. */
  nodeName(): string
}
