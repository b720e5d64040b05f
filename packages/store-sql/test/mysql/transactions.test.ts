import type { PoolConnection, RowDataPacket } from 'mysql2/promise'
import { beforeAll, onTestFinished } from 'vitest'
import { completesInTransactions } from '../server/completions.ts'
import { worksInTransactions, type TxServer } from '../server/transactions.ts'
import { database, isThere } from './database.ts'

const { pool, steps } = database('punctual_transactions')

beforeAll(async () => {
  if (isThere) await pool.query('CREATE TABLE notes_of_test (note varchar(100))')
})

async function connected(): Promise<{ connection: PoolConnection; release: () => void }> {
  const connection = await pool.getConnection()
  let given = false
  const release = (): void => {
    if (!given) connection.destroy()
    given = true
  }
  onTestFinished(release)
  return { connection, release }
}

const server: TxServer = {
  isThere,
  steps: () => steps(),
  idle: async () => (await connected()).connection,
  async begin(isolation = 'REPEATABLE READ') {
    const { connection, release } = await connected()
    await connection.query(`SET TRANSACTION ISOLATION LEVEL ${isolation}`)
    await connection.query('START TRANSACTION')
    const ended = async (sql: string): Promise<void> => {
      await connection.query(sql)
      release()
    }
    return {
      tx: connection,
      note: async (text) =>
        void (await connection.query('INSERT INTO notes_of_test VALUES (?)', [text])),
      commit: () => ended('COMMIT'),
      rollback: () => ended('ROLLBACK'),
    }
  },
  async noted() {
    const [rows] = await pool.query<RowDataPacket[]>('SELECT note FROM notes_of_test')
    await pool.query('DELETE FROM notes_of_test')
    return rows.map(({ note }) => String(note))
  },
}

worksInTransactions(server)
completesInTransactions({ ...server, steps: () => steps({ clock: 'server' }) })
