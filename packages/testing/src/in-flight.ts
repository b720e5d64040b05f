import { subscribe } from 'node:diagnostics_channel'
import { Socket } from 'node:net'

/** What only listens keeps no work waiting. */
const LISTENERS: ReadonlySet<string> = new Set([
  'TCPServerWrap',
  'SignalWrap',
  'FSEventWrap',
  'StatWatcher',
  'TTYWrap',
])

/** Connections that servers of this process hold open; who waits for an answer stands at their other end. */
const accepted = new Set<Socket>()
let watching = false

/** Counts by kind. */
export type Counts = ReadonlyMap<string, number>

/** Counts by kind what keeps this process waiting for an answer of the world outside. */
export function inFlight(): Counts {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (!LISTENERS.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const sockets = counts.get('TCPSocketWrap')
  if (sockets !== undefined) counts.set('TCPSocketWrap', sockets - accepted.size)
  return counts
}

/** The kinds of which there is more than before. */
export function grown(now: Counts, before: Counts): readonly string[] {
  return [...now].flatMap(([kind, count]) => (count > (before.get(kind) ?? 0) ? [kind] : []))
}

/** What can bring an answer although it has been open all the time. */
const CONNECTIONS: ReadonlySet<string> = new Set(['TCPSocketWrap', 'PipeWrap', 'UDPWRAP'])

/** What belongs to the test runner, but for connections over the network. */
const atLoad: Counts = new Map(inFlight()).set('TCPSocketWrap', 0)

/** Whether an answer may come over a connection that is open, without that it shows. */
export function mayAnswer(now: Counts): boolean {
  return grown(now, atLoad).some((kind) => CONNECTIONS.has(kind))
}

/** Begins to tell accepted connections from others. */
export function watchServers(): void {
  if (watching) return
  watching = true
  subscribe('net.server.socket', (message) => {
    const socket: unknown = Reflect.get(Object(message), 'socket')
    if (!(socket instanceof Socket)) return
    accepted.add(socket)
    socket.once('close', () => accepted.delete(socket))
  })
}
