import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { StoreKind } from '../stores/store-spec.ts'
import { PrivateServer, type ServerKind } from './private-server.ts'
import { serverKinds } from './server-kinds.ts'
import type { Stand } from './stand.ts'
import { TcpProxy } from './tcp-proxy.ts'

/** A private server, and a way to it for each slot; null where its programs are missing. */
export async function serverStand(
  store: StoreKind,
  folder: string,
  slots: number,
): Promise<Stand | null> {
  const kind = serverKinds[store]
  if (kind === undefined || !kind.needs.every(isProgram)) return null
  const server = await PrivateServer.start(kind, ownFolder(kind, folder))
  return standAt(store, { port: server.port, url: (port) => kind.url(port) }, slots, server)
}

/** A server, and a way to it for each slot. */
export async function standAt(
  kind: StoreKind,
  place: { readonly port: number; url(port: number): string },
  slots: number,
  server: PrivateServer | null,
): Promise<Stand> {
  const proxies = await Promise.all(Array.from({ length: slots }, () => TcpProxy.to(place.port)))
  return {
    direct: { kind, at: place.url(place.port) },
    specOf: (slot) => ({ kind, at: place.url(proxies[slot]?.port ?? place.port) }),
    isLocked: () => Promise.resolve(false),
    cut: (slot) => proxies[slot]?.cut(),
    restart: async (how) => server?.restart(how),
    async close() {
      for (const proxy of proxies) proxy.close()
      await server?.stop('gently')
    },
  }
}

function isProgram(name: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.some((folder) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
}

/** Its user has to own it, and to reach it. */
function ownFolder({ user }: ServerKind, folder: string): string {
  const own = join(folder, 'server')
  mkdirSync(own)
  if (user === null || process.getuid?.() !== 0) return own
  chmodSync(folder, 0o755)
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout)
  chownSync(own, id('-u'), id('-g'))
  return own
}
