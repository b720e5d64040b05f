// Runs inside `npm exec`: says which node it found there, and where everything else is found.
import process from 'node:process'

const place = { node: process.execPath, version: process.version, path: process.env.PATH }
console.log(`\n${JSON.stringify(place)}`)
