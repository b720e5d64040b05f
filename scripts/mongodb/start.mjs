// A server for the tests that speaks the protocol of MongoDB, on a port of this machine until SIGTERM or SIGINT: see README.md.
// node scripts/mongodb/start.mjs [port]
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { DebianRoot } from './debian-root.mjs'
import { gateway } from './gateway.mjs'

const port = Number(process.argv[2] ?? 57_017)
const pgPort = port + 1
const { PUNCTUAL_MONGODB_CACHE, XDG_CACHE_HOME = `${homedir()}/.cache` } = process.env
const root = new DebianRoot(PUNCTUAL_MONGODB_CACHE ?? `${XDG_CACHE_HOME}/punctual-mongodb`)
const data = `/var/lib/postgresql/run-${port}`

// What is written is gone with the server, so it need not get to the disk.
const settings = `port = ${pgPort}
listen_addresses = '127.0.0.1'
unix_socket_directories = '${data}'
shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
cron.database_name = 'postgres'
cron.host = '127.0.0.1'
deadlock_timeout = 10ms
documentdb.force_index_builds_blocking = on
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 100`

const script = `export LC_ALL=C.UTF-8 HOME=/var/lib/postgresql; cd "$HOME"; B=/usr/lib/postgresql/18/bin
$B/initdb -D ${data} -A trust -U postgres -E UTF8 --no-sync
cat >>${data}/postgresql.conf <<C
${settings}
C
exec $B/postgres -D ${data}`

// Before anything is taken away: the data of a server that runs on this port would be.
await free(port)
await free(pgPort)
root.ensure()
rmSync(root.path + data, { recursive: true, force: true })
const user = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups']
const log = `postgres-${port}.log`
const postgres = root.start([...user, 'sh', '-ec', script], log)
let stopping = false
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT'])) {
  process.once(signal, () => stop(0))
}
void once(postgres, 'exit').then(() => {
  rmSync(root.path + data, { recursive: true, force: true })
  if (!stopping) console.error(`PostgreSQL ended by itself: see ${log} beside ${root.path}`)
  process.exit(stopping ? process.exitCode : 1)
})
try {
  await ready()
  await gateway({ port, pgPort })
  console.log(`MONGODB_URL=mongodb://127.0.0.1:${port}`)
} catch (error) {
  console.error(error)
  stop(1)
}

/** @param {number} code */
function stop(code) {
  stopping = true
  process.exitCode = code
  postgres.kill('SIGINT')
}

/**
 * Throws when somebody listens there.
 * @param {number} wanted
 */
async function free(wanted) {
  const server = createServer().listen(wanted, '127.0.0.1')
  await once(server, 'listening')
  server.close()
  await once(server, 'close')
}

/** PostgreSQL answers, and knows DocumentDB. */
async function ready() {
  for (let tries = 0; ; tries += 1) {
    const where = { host: '127.0.0.1', port: pgPort, user: 'postgres', database: 'postgres' }
    const client = new pg.Client(where)
    try {
      await client.connect()
      await client.query('CREATE EXTENSION IF NOT EXISTS documentdb CASCADE')
      return
    } catch (error) {
      if (tries === 120) throw error
      await setTimeout(500)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
