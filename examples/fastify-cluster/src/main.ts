import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The servers share one port; this process only starts and stops them. */
cluster.setupPrimary({ exec: fileURLToPath(new URL('./server.ts', import.meta.url)) })
const servers = [1, 2, 3].map(() => cluster.fork())
cluster.on('exit', ({ process: { pid } }, code, signal) => {
  console.log(`server ${pid} ended with ${signal ?? code}`)
  if (code !== 0 && signal === null) process.exitCode = 1
})

// Ctrl-C reaches the servers too, by themselves.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {
  for (const server of servers) server.process.kill('SIGTERM')
})

const ports = await Promise.all(servers.map(portOf))
const url = `http://127.0.0.1:${ports[0]}`
console.log(`
Three servers on ${url}: ${servers.map((server) => server.process.pid).join(', ')}. Stop them with Ctrl-C.

  ${url}/                        which of them ran what
  ${url}/reports                 what the route-declared job answered
  ${url}/internal/health/ready   whether the server that answers is ready

Kill one of them with kill -9: the others run all of its jobs.
`)

async function portOf(server: Worker): Promise<number> {
  const [{ port }] = await once(server, 'listening')
  return Number(port)
}
