import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Stops accepting, ends idle connections and waits for open requests; after `patience` milliseconds the rest is cut off,
 * `sockets` among them: the server itself forgets those that were upgraded, as to a web socket, and still waits for them.
 * Resolves when no connection is left, also when the server never listened.
 */
export async function closeHttp(
  server: Server,
  patience: number,
  sockets: ReadonlySet<Socket>,
): Promise<void> {
  const timer = setTimeout(() => {
    server.closeAllConnections()
    for (const socket of sockets) socket.destroy()
  }, patience)
  try {
    await new Promise<void>((resolve, reject) => {
      server.close((error) =>
        error === undefined || isNotRunning(error) ? resolve() : reject(error),
      )
      server.closeIdleConnections()
    })
  } finally {
    clearTimeout(timer)
  }
}

function isNotRunning(error: Error): boolean {
  return 'code' in error && error.code === 'ERR_SERVER_NOT_RUNNING'
}
