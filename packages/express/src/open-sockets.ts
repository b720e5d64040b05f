import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** The connections of a server that are open, from now on and whatever became of them. */
export function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}
