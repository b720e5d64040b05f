// Runs a command with every server that the store tests need: `node scripts/with-servers.mjs COMMAND ...`.
// A server that an environment variable names, or that answers at its usual address, is taken as it is. Another is started
// for this run alone, on a free port, from the programs of this machine; where those are missing, Debian's are installed.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { PrivateServer } from '../chaos/src/servers/private-server.ts'
import { serverKinds } from '../chaos/src/servers/server-kinds.ts'

/** @typedef {{ readonly name: string, readonly variable: string, readonly port: number }} Usual */

/** @type {Readonly<Record<string, Usual & { readonly debian: string }>>} */
const usual = {
  postgres: {
    name: 'PostgreSQL',
    variable: 'PUNCTUAL_TEST_POSTGRES',
    port: 5432,
    debian: 'postgresql',
  },
  mysql: {
    name: 'MariaDB',
    variable: 'PUNCTUAL_TEST_MYSQL',
    port: 3306,
    debian: 'mariadb-server',
  },
  redis: { name: 'Redis', variable: 'PUNCTUAL_TEST_REDIS', port: 6379, debian: 'redis-server' },
}
const mongodb = { name: 'MongoDB', variable: 'PUNCTUAL_TEST_MONGODB', port: 27_017 }

const folder = mkdtempSync(join(tmpdir(), 'punctual-servers-'))
chmodSync(folder, 0o755)
/** @type {Record<string, string | undefined> & { PATH: string }} */
const env = { ...process.env, PATH: withServerPrograms(process.env.PATH ?? '') }
process.env.PATH = env.PATH
/** @type {(() => unknown)[]} */
const ends = []

try {
  for (const kind of Object.keys(usual)) await provide(kind)
  if (!(await isThere(mongodb))) await provideMongodb()
  const [program = '', ...args] = process.argv.slice(2)
  const command = spawn(program, args, { stdio: 'inherit', env })
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
    process.on(signal, () => void command.kill(signal))
  }
  const [code] = await once(command, 'exit')
  process.exitCode = code ?? 1
} finally {
  await Promise.all(ends.map((end) => end()))
  rmSync(folder, { recursive: true, force: true })
}

/** @param {string} kind */
async function provide(kind) {
  const known = usual[kind]
  const server = serverKinds[/** @type {keyof typeof serverKinds} */ (kind)]
  if (known === undefined || server === undefined || (await isThere(known))) return
  if (!server.needs.every(isProgram)) install(known.debian)
  env.PATH = withServerPrograms(env.PATH)
  process.env.PATH = env.PATH
  const home = join(folder, kind)
  mkdirSync(home, { recursive: true })
  if (server.user !== null && process.getuid?.() === 0) {
    spawnSync('chown', [server.user, home])
  }
  const started = await PrivateServer.start(server, home)
  ends.push(() => started.stop('gently'))
  tell(known, server.url(started.port))
}

/** Kept for the next run is only the Debian that it stands in. */
async function provideMongodb() {
  const script = join(import.meta.dirname, 'mongodb', 'start.mjs')
  // It takes this port and the next one.
  const started = spawn(process.execPath, [script, String(await freePort())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(async () => {
    if (started.exitCode !== null) return
    const ended = once(started, 'exit')
    started.kill('SIGTERM')
    await ended
  })
  for await (const line of createInterface(started.stdout)) {
    const [, url] = /^MONGODB_URL=(\S+)/.exec(line) ?? []
    if (url === undefined) continue
    started.stdout.resume()
    return tell(mongodb, url)
  }
  throw new Error('the server for MongoDB ended before it was ready')
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** @param {Usual} server */
async function isThere({ name, variable, port }) {
  if (process.env[variable] !== undefined) return true
  if (process.env.PUNCTUAL_PRIVATE_SERVERS === '1') return false
  const there = await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
  if (there) console.log(`punctual: ${name} answers on port ${port}`)
  return there
}

/**
 * @param {Usual} server
 * @param {string} url
 */
function tell({ name, variable }, url) {
  env[variable] = url
  console.log(`punctual: ${name} was started, ${variable}=${url}`)
}

/** @param {string} name */
function isProgram(name) {
  return (env.PATH ?? '').split(delimiter).some((path) => existsSync(join(path, name)))
}

/** @param {string} name */
function install(name) {
  console.log(`punctual: installing ${name}`)
  const noServices = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const words = ['install', '-y', '--no-install-recommends', name]
  for (const args of [['update'], words]) {
    const { status } = spawnSync('apt-get', args, { stdio: 'inherit', env: noServices })
    if (status !== 0) throw new Error(`${name} could not be installed`)
  }
}

/**
 * Debian keeps the programs of PostgreSQL apart, by version.
 * @param {string} path
 */
function withServerPrograms(path) {
  const home = '/usr/lib/postgresql'
  const versions = existsSync(home) ? readdirSync(home).sort().reverse() : []
  const more = [...versions.map((version) => `${home}/${version}/bin`), '/usr/sbin']
  return [path, ...more.filter((one) => !path.split(delimiter).includes(one))].join(delimiter)
}
