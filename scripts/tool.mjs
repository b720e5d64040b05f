#!/usr/bin/env node
// The door to everything: `node scripts/tool.mjs <task>`. It needs Node 18 or later and npm, and nothing installed.
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { runSteps } from './tool/run-steps.mjs'
import { tasks } from './tool/tasks.mjs'
import { toolbox } from './tool/toolbox.mjs'

const [name = '', ...extra] = process.argv.slice(2)
const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined
if (task === undefined) {
  console.error(`Unknown task "${name}". Take one of: ${Object.keys(tasks).join(', ')}`)
  process.exit(2)
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
try {
  process.exitCode = await runSteps(task(extra), toolbox())
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
