import { postgresDialect } from '../../src/postgres/dialect.ts'
import type { PostgresPool } from '../../src/postgres/driver.ts'
import { postgresSteps } from '../../src/postgres/postgres-steps.ts'
import { plansAreGood } from '../server/plans.ts'
import { database, isThere } from './database.ts'

const { pool, names, schema } = database('punctual_plans')

plansAreGood({
  isThere,
  names,
  dialect: postgresDialect,
  steps(sent) {
    const target: PostgresPool = {
      async connect() {
        const client = await pool.connect()
        return {
          query(query) {
            for (const sql of query.text.split(';\n')) sent(sql)
            return client.query(query)
          },
          on: client.on.bind(client),
          removeListener: client.removeListener.bind(client),
          release: (broken) => client.release(broken),
        }
      },
    }
    return postgresSteps({ target, names, schema, listen: false, clock: 'scheduler' })
  },
  run: async (sql) => void (await pool.query(sql)),
  async wholeTable(sql) {
    const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    // Of sessions there are few, and nobody follows anybody here.
    return /Seq Scan on punctual_(jobs|runs|spans|job_tags)\b/.test(plan) ? plan : null
  },
})
