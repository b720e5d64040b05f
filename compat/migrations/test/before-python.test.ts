import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const program = fileURLToPath(new URL('../src/apscheduler/before.py', import.meta.url))
const hasPython = spawnSync('python3', ['--version']).status === 0

test.runIf(hasPython)('the program for APScheduler is Python', () => {
  const compile = 'import sys; compile(open(sys.argv[1]).read(), sys.argv[1], "exec")'
  const { status, stderr } = spawnSync('python3', ['-c', compile, program], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
})
