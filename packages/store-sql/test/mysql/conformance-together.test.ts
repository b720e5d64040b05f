import { conforms } from '../server/conformance.ts'
import { proofs } from '../server/required.ts'
import { database, isThere } from './database.ts'

const { steps, url } = database('punctual_together')

// Connections of our own take several statements in one message.
conforms(isThere && proofs, () => steps({ target: url }))
