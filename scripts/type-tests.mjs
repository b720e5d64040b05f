// The programs of type-tests/ must compile, and the lines marked there be refused, with both compilers that users have.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const compilers = {
  'TypeScript 7': 'node_modules/typescript/bin/tsc',
  'TypeScript 5.9': 'node_modules/typescript-5/bin/tsc',
}

let failed = 0
for (const [name, tsc] of Object.entries(compilers)) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'type-tests'], { stdio: 'inherit' })
  console.log(`type tests, ${name}: ${status === 0 ? 'passed' : 'failed'}`)
  if (status !== 0) failed += 1
}
process.exitCode = failed
