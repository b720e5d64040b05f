import type { RowDataPacket } from 'mysql2/promise'
import { mysqlDialect } from '../../src/mysql/dialect.ts'
import type { MysqlPool } from '../../src/mysql/driver.ts'
import { mysqlSteps } from '../../src/mysql/mysql-steps.ts'
import { plansAreGood } from '../server/plans.ts'
import { database, isThere } from './database.ts'

const { pool, names } = database('punctual_plans')

plansAreGood({
  isThere,
  names,
  dialect: mysqlDialect,
  steps(sent) {
    const target: MysqlPool = {
      async getConnection() {
        const connection = await pool.getConnection()
        return {
          query(query) {
            sent(query.sql)
            return connection.query(query)
          },
          release: () => connection.release(),
          destroy: () => connection.destroy(),
        }
      },
    }
    return mysqlSteps({ target, names, clock: 'scheduler' })
  },
  run: async (sql) => void (await pool.query(sql)),
  async wholeTable(sql) {
    const [rows] = await pool.query<RowDataPacket[]>(`EXPLAIN ${sql}`)
    // A walk along an index is bounded by LIMIT; without one it goes through everything.
    const walks = sql.includes(' LIMIT ') ? ['ALL'] : ['ALL', 'index']
    const bad = rows.filter(({ type, table, rows: looked }) => {
      const isOurs = /^(punctual_(jobs|runs|spans|job_tags)|[jrst])$/.test(String(table))
      return isOurs && walks.includes(String(type)) && Number(looked) > 1_000
    })
    return bad.length > 0 ? JSON.stringify(rows, null, 1) : null
  },
})
