import { afterAll } from 'vitest'
import { tableNames } from '../../src/table-names.ts'
import { survivesCuts } from '../server/cuts.ts'
import { survivesRaces } from '../server/races.ts'
import { postgresSteps } from '../../src/postgres/postgres-steps.ts'
import { database, isThere, url } from './database.ts'

const { pool, steps, names, schema } = database('punctual_server')

survivesRaces({
  isThere,
  steps: () => steps(),
  unmade: () => {
    const fresh = tableNames('fresh_', 'punctual_fresh')
    return postgresSteps({
      target: pool,
      names: fresh,
      schema: 'punctual_fresh',
      listen: false,
      clock: 'scheduler',
    })
  },
})
afterAll(async () => {
  if (isThere) await pool.query('DROP SCHEMA IF EXISTS punctual_fresh CASCADE')
})
survivesCuts({
  isThere,
  url,
  steps: (target) => postgresSteps({ target, names, schema, listen: false, clock: 'scheduler' }),
})
