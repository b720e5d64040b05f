import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module.ts'

const app = await NestFactory.create(AppModule, { logger: ['log', 'warn', 'error'] })
// Without this line Nest does not close on SIGTERM, and running jobs would be cut off.
app.enableShutdownHooks()
await app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')

const url = await app.getUrl()
console.log(`
Shop on ${url}. Stop it with Ctrl-C: a running job ends first.

  ${url}/jobs                    the jobs
  ${url}/jobs/sales-report/runs  what became of the report
  ${url}/invoices                what was sent
  ${url}/internal/health/ready   whether this process is ready

Try:
  curl -X POST ${url}/orders -H 'content-type: application/json' -d '{"item":"tea","invoiceIn":"5s"}'
  curl -X POST ${url}/maintenance/on
`)
