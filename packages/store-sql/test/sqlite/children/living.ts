// Tells its place, and lives until it is ended.
import { ownPlace } from '../../../src/sqlite/place.ts'

process.on('message', () => {})
process.send?.(ownPlace)
