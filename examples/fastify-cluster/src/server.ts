import { makeApp } from './app.ts'

const app = await makeApp(process.env.DATABASE ?? 'cluster.sqlite')
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => void app.close().then(() => process.exit()))
}
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT ?? 3000) })
