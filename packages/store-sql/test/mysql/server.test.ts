import { mysqlSteps } from '../../src/mysql/mysql-steps.ts'
import { tableNames } from '../../src/table-names.ts'
import { survivesCuts } from '../server/cuts.ts'
import { survivesRaces } from '../server/races.ts'
import { database, isThere } from './database.ts'

const { pool, steps, url } = database('punctual_server')

survivesRaces({
  isThere,
  steps: () => steps(),
  unmade: () => mysqlSteps({ target: pool, names: tableNames('fresh_'), clock: 'scheduler' }),
})
survivesCuts({ isThere, url, steps: (target) => steps({ target }) })
