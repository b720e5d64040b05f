// Holds the write lock of a SQLite file until it is told to let go.
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync(process.argv[2] ?? '', { timeout: 5_000 })
database.exec('BEGIN IMMEDIATE')
process.on('message', () => {
  database.exec('COMMIT')
  process.send?.('released')
})
process.send?.('locked')
