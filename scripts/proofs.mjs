// The long proofs, which stand beside the tests: the same cases, many times more.
import { spawnSync } from 'node:child_process'
import process from 'node:process'

/** @type {readonly { says: string, env: Record<string, string>, tests: string[] }[]} */
const proofs = [
  {
    says: 'the explorer, 4,000 paths for each scenario and up to 16,000 for each fault',
    env: { PUNCTUAL_EXPLORER_PATHS: '4000' },
    tests: ['packages/core/test/explorer'],
  },
]

for (const { says, env, tests } of proofs) {
  console.log(`punctual: ${says}`)
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=600000', ...tests],
    { stdio: 'inherit', env: { ...process.env, ...env } },
  )
  if (status !== 0) process.exit(status ?? 1)
}
