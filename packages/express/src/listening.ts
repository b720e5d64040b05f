import type { Server } from 'node:http'

/** Resolves once the server accepts connections; rejects when it cannot, or is closed before. */
export function listening(server: Server): Promise<void> {
  if (server.listening) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const heard = (): void => settle(resolve)
    const failed = (error: Error): void => settle(() => reject(error))
    const closed = (): void => settle(resolve)
    function settle(how: () => void): void {
      server.off('listening', heard).off('error', failed).off('close', closed)
      how()
    }
    server.on('listening', heard).on('error', failed).on('close', closed)
  })
}
