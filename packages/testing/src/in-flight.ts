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

/** Counts by kind what keeps this process waiting for an answer of the world outside. */
export function inFlight(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) {
    if (!LISTENERS.has(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const sockets = counts.get('TCPSocketWrap')
  if (sockets !== undefined) counts.set('TCPSocketWrap', sockets - accepted.size)
  return counts
}

/** Connections that servers of this process hold open; who waits for an answer stands at their other end. */
const accepted = new Set<Socket>()
let watching = false

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
