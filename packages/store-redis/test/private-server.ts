import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { Redis } from 'ioredis'

export interface PrivateServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
}

/** Starts a Redis of its own, which keeps nothing, with further settings. */
export async function privateServer(settings: readonly string[] = []): Promise<PrivateServer> {
  const folder = await mkdtemp(join(tmpdir(), 'punctual-redis-'))
  const port = await freePort()
  const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  const child = spawn('redis-server', [...own, ...settings], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  const url = `redis://127.0.0.1:${port}`
  await vi.waitFor(() => pinged(url), { timeout: 10_000, interval: 20 })
  return {
    port,
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function pinged(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null })
  client.on('error', () => {})
  try {
    await client.ping()
  } finally {
    client.disconnect()
  }
}

/** A port that is free now; the bus of a cluster takes the one that is 10,000 higher. */
async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    server.close()
    await once(server, 'close')
    if (port < 55_000) return port
  }
}
