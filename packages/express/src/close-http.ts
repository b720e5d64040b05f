import type { Server } from 'node:http'

/**
 * Stops accepting, ends idle connections and waits for open requests; after `patience` milliseconds the rest is cut off.
 * Resolves when no connection is left, also when the server never listened.
 */
export async function closeHttp(server: Server, patience: number): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), patience)
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
