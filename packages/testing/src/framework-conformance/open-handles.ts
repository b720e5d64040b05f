/** What a server that has ended must not leave behind; other kinds come and go with the test runner. */
const KINDS: ReadonlySet<string> = new Set(['TCPServerWrap', 'TCPSocketWrap', 'Timeout'])

/** Counts what keeps this process alive, by kind. */
export class OpenHandles {
  readonly #before: ReadonlyMap<string, number> = counted()

  /** The kinds of which there is more than there was. */
  get left(): readonly string[] {
    const kinds = [...counted()]
    return kinds.flatMap(([kind, n]) => (n > (this.#before.get(kind) ?? 0) ? [kind] : []))
  }

  /** Whether more servers listen than did. */
  get listening(): boolean {
    return this.left.includes('TCPServerWrap')
  }
}

function counted(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (KINDS.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return counts
}
