import { postgresStore } from '../../src/postgres/index.ts'
import { worksForSchedulers } from '../server/schedulers.ts'
import { database, isThere, url } from './database.ts'

const { schema } = database('punctual_schedulers')

worksForSchedulers({ isThere, store: () => postgresStore({ url, schema }) })
