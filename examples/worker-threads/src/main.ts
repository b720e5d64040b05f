import { makeApp, type Where } from './app.ts'

const places: readonly string[] = ['threads', 'processes', 'inline'] satisfies Where[]
const where = process.env.WHERE ?? 'threads'
if (!isWhere(where)) throw new Error(`WHERE is one of ${places.join(', ')}`)

const app = await makeApp(where, {
  drain: process.env.DRAIN ?? '30s',
  killAfter: process.env.KILL_AFTER ?? '2s',
})
const url = await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' })
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => void app.close().then(() => process.exit()))
}

console.log(`
Reports on ${url}, made in: ${where}. Stop it with Ctrl-C: reports that are being made are finished first.

Order a report, and watch it while the server answers others:
  curl -X POST ${url}/reports -H 'content-type: application/json' -d '{"year":2025,"orders":600000000}'
  curl -N ${url}/reports/RUN/progress
  curl ${url}/ping
Call it off, though it never waits:
  curl -X DELETE ${url}/reports/RUN

WHERE=inline makes them on the event loop, and /ping has to wait; WHERE=processes in processes of their own.
`)

function isWhere(text: string): text is Where {
  return places.includes(text)
}
