import { beforeAll, onTestFinished } from 'vitest'
import { completesInTransactions } from '../server/completions.ts'
import { worksInTransactions, type TxServer } from '../server/transactions.ts'
import { database, isThere } from './database.ts'

const { pool, schema, steps } = database('punctual_transactions')
const notes = `"${schema}".notes_of_test`

beforeAll(async () => {
  if (!isThere) return
  await pool.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"; CREATE TABLE ${notes} (note text)`)
})

async function connected() {
  const client = await pool.connect()
  let given = false
  const release = (): void => {
    if (!given) client.release(true)
    given = true
  }
  onTestFinished(release)
  return { client, release }
}

const server: TxServer = {
  isThere,
  steps: () => steps(),
  idle: async () => (await connected()).client,
  async begin(isolation = 'READ COMMITTED') {
    const { client, release } = await connected()
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`)
    const ended = async (sql: string): Promise<void> => {
      await client.query(sql)
      release()
    }
    return {
      tx: client,
      note: async (text) => void (await client.query(`INSERT INTO ${notes} VALUES ($1)`, [text])),
      commit: () => ended('COMMIT'),
      rollback: () => ended('ROLLBACK'),
    }
  },
  async noted() {
    const { rows } = await pool.query<{ note: string }>(`DELETE FROM ${notes} RETURNING note`)
    return rows.map(({ note }) => note)
  },
}

worksInTransactions(server)
completesInTransactions({ ...server, steps: () => steps({ clock: 'server' }) })
