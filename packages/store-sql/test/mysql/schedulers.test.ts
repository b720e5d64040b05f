import { mysqlStore } from '../../src/mysql/index.ts'
import { worksForSchedulers } from '../server/schedulers.ts'
import { database, isThere } from './database.ts'

const { url } = database('punctual_schedulers')

worksForSchedulers({ isThere, store: () => mysqlStore({ url }) })
