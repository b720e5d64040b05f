import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../src/apscheduler/before.py', import.meta.url))
const compile = 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")'
const python = spawnSync('python3', ['-I', '-S', '-c', compile, program], { encoding: 'utf8' })

// Not every machine has Python.
test.runIf(python.error === undefined)('the program for APScheduler is Python', () => {
  expect(python.stderr).toBe('')
  expect(python.status).toBe(0)
})
