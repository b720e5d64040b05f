import mysql from 'mysql2/promise'
import pg from 'pg'

/** The least that publishing and finishing can be: lock, insert, update, commit; lock, update twice, commit. */
export interface Bare {
  round(jobs: readonly string[]): Promise<void>
  end(): Promise<void>
}

let counter = 0

interface Statements {
  readonly begin: string
  readonly lockJobs: string
  readonly insertRuns: string
  readonly moveJobs: string
  readonly endRuns: string
}

function statements(jobs: readonly string[], begin: string): Statements {
  const runs = jobs.map((id) => `${id}.${(counter += 1)}`)
  const list = (ids: readonly string[]): string => ids.map((id) => `'${id}'`).join(', ')
  const rows = runs
    .map((run, n) => `('${run}', '${jobs[n]}', 'running', 0, 'bench', 1, 1)`)
    .join(', ')
  return {
    begin,
    lockJobs: `SELECT id, version FROM bare_jobs WHERE id IN (${list(jobs)}) ORDER BY id FOR UPDATE`,
    insertRuns: `INSERT INTO bare_runs (run_id, job_id, state, slot, owner, token, fire_at) VALUES ${rows}`,
    moveJobs: `UPDATE bare_jobs SET version = version + 1, next_at = next_at + 1 WHERE id IN (${list(jobs)})`,
    endRuns: `UPDATE bare_runs SET state = 'succeeded', slot = NULL, owner = NULL WHERE run_id IN (${list(runs)}) AND token = 1`,
  }
}

const tables = (text: string): readonly string[] => [
  'DROP TABLE IF EXISTS bare_jobs',
  'DROP TABLE IF EXISTS bare_runs',
  `CREATE TABLE bare_jobs (id ${text} PRIMARY KEY, version BIGINT, next_at BIGINT)`,
  'CREATE INDEX bare_jobs_due ON bare_jobs (next_at)',
  `CREATE TABLE bare_runs (run_id ${text} PRIMARY KEY, job_id ${text}, state ${text}, slot INT, owner ${text}, token BIGINT, fire_at BIGINT)`,
  'CREATE UNIQUE INDEX bare_runs_live ON bare_runs (job_id, slot)',
  'CREATE INDEX bare_runs_owner ON bare_runs (owner)',
]

/** With as few round trips as our own: begin and read, write and commit. */
export async function barePostgres(url: string, ids: readonly string[]): Promise<Bare> {
  const pool = new pg.Pool({ connectionString: url })
  for (const sql of tables('TEXT COLLATE "C"')) await pool.query(sql)
  await pool.query(`INSERT INTO bare_jobs VALUES ${ids.map((id) => `('${id}', 1, 0)`).join(', ')}`)
  return {
    async round(jobs) {
      const client = await pool.connect()
      const { begin, lockJobs, insertRuns, moveJobs, endRuns } = statements(jobs, 'BEGIN')
      await client.query(`${begin}; ${lockJobs}`)
      await client.query(`${insertRuns}; ${moveJobs}; COMMIT`)
      await client.query(`${begin}; ${lockJobs}`)
      await client.query(`${endRuns}; ${moveJobs}; COMMIT`)
      client.release()
    },
    async end() {
      await pool.query('DROP TABLE bare_jobs; DROP TABLE bare_runs')
      await pool.end()
    },
  }
}

export async function bareMysql(uri: string, ids: readonly string[]): Promise<Bare> {
  const pool = mysql.createPool({ uri, multipleStatements: true })
  for (const sql of tables('VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'))
    await pool.query(sql)
  await pool.query(`INSERT INTO bare_jobs VALUES ${ids.map((id) => `('${id}', 1, 0)`).join(', ')}`)
  return {
    async round(jobs) {
      const connection = await pool.getConnection()
      const { begin, lockJobs, insertRuns, moveJobs, endRuns } = statements(
        jobs,
        'START TRANSACTION',
      )
      await connection.query(`${begin}; ${lockJobs}`)
      await connection.query(`${insertRuns}; ${moveJobs}; COMMIT`)
      await connection.query(`${begin}; ${lockJobs}`)
      await connection.query(`${endRuns}; ${moveJobs}; COMMIT`)
      connection.release()
    },
    async end() {
      await pool.query('DROP TABLE bare_jobs; DROP TABLE bare_runs')
      await pool.end()
    },
  }
}
