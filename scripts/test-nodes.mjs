// Runs the tests on every line of Node that is supported: the oldest we accept, and the newest of each.
import process from 'node:process'
import { runSteps } from './tool/run-steps.mjs'
import { toolbox } from './tool/toolbox.mjs'

const versions = ['22.18.0', '24.21.0', '26.10.0']
const args = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]

const failed = []
for (const version of versions) {
  const code = await runSteps(
    [{ says: `tests on Node ${version}`, program: 'node', args }],
    toolbox(version),
  )
  if (code > 128) process.exit(code)
  if (code !== 0) failed.push(version)
}
console.log(
  failed.length === 0 ? `passed on ${versions.join(', ')}` : `failed on ${failed.join(', ')}`,
)
process.exitCode = failed.length === 0 ? 0 : 1
