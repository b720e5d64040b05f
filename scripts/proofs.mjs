// The long proofs, which stand beside the tests: the same cases, many times more, or on more lines of Node.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { oldestNode } from './tool/node-versions.mjs'
import { toolbox } from './tool/toolbox.mjs'

/** @type {readonly { says: string, env: Record<string, string>, tests: string[], on?: string }[]} */
const proofs = [
  {
    says: 'the explorer, 4,000 paths for each scenario and up to 16,000 for each fault',
    env: { PUNCTUAL_EXPLORER_PATHS: '4000' },
    tests: ['packages/core/test/explorer'],
  },
  {
    says: 'the conformance kit of stores, all of it, on a Redis Cluster of three nodes',
    env: { PUNCTUAL_CLUSTER_CASES: 'all' },
    tests: ['packages/store-redis/test/conformance/cluster.test.ts'],
  },
  {
    says: 'the conformance kit of stores, all of it, on the server for MongoDB',
    env: { PUNCTUAL_MONGODB_CASES: 'all' },
    tests: ['packages/store-mongodb/test/conformance.test.ts'],
  },
  {
    says: 'the SQL stores: without notifications, with statements sent together, and their plans over 200,000 runs',
    env: { PUNCTUAL_SQL_PROOFS: '1' },
    tests: ['packages/store-sql/test/postgres', 'packages/store-sql/test/mysql'],
  },
  {
    says: 'Jest, in every way that tests of a NestJS application are set up',
    env: { PUNCTUAL_JEST_SETUPS: 'all' },
    tests: ['compat/nest-jest'],
  },
  {
    says: `Jest, the same on Node ${oldestNode}`,
    env: { PUNCTUAL_JEST_SETUPS: 'all' },
    tests: ['compat/nest-jest'],
    on: oldestNode,
  },
]

// With words of its own it is chaos alone: `npm run proofs -- --seed=7 sqlite redis`.
const words = process.argv.slice(2)
for (const { says, env, tests, on } of words.length === 0 ? proofs : []) {
  console.log(`punctual: ${says}`)
  const tools = on === undefined ? { node: process.execPath, env: process.env } : toolbox(on)
  const { status } = spawnSync(
    tools.node,
    ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=600000', ...tests],
    { stdio: 'inherit', env: { ...tools.env, ...env } },
  )
  if (status !== 0) process.exit(status ?? 1)
}

console.log('punctual: chaos, a cluster of real processes that are killed, frozen and cut off')
const chaos = ['--conditions=punctual-src', '--disable-warning=ExperimentalWarning']
const { status } = spawnSync(process.execPath, [...chaos, 'chaos/src/main.ts', ...words], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
