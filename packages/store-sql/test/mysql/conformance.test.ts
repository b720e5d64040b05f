import { conforms } from '../server/conformance.ts'
import { database, isThere } from './database.ts'

const { steps } = database('punctual_conformance')

conforms(isThere, () => steps())
