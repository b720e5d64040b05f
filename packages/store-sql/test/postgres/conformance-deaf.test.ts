import { conforms } from '../server/conformance.ts'
import { proofs } from '../server/required.ts'
import { database, isThere } from './database.ts'

const { steps } = database('punctual_deaf')

conforms(isThere && proofs, () => steps({ listen: false }))
