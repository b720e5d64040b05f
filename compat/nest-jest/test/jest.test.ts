import { spawnSync } from 'node:child_process'
import { expect, test, vi } from 'vitest'
import { home, stagedApp, type AppPlan } from './staged-app.ts'

// Jest compiles three packages when its cache is empty, which takes a busy machine a while.
vi.setConfig({ testTimeout: 300_000 })

const jest = home('node_modules/jest/bin/jest.js')
const tsc = home('node_modules/typescript/bin/tsc')
const vmModules = '--experimental-vm-modules'

const all = process.env['PUNCTUAL_JEST_SETUPS'] === 'all'
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
/** From here on Node lets Jest require ESM, under its flag. */
const requiresEsm = major > 24 || (major === 24 && minor >= 9)

interface Outcome {
  readonly status: number | null
  readonly output: string
}

/** Runs a program in the application with nothing of Vitest's in its environment. */
function run(app: string, ...args: string[]): Outcome {
  const { NODE_OPTIONS: _none, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: app,
    env,
    encoding: 'utf8',
  })
  return { status, output: stdout + stderr }
}

const runJest = (app: string, ...args: string[]): Outcome =>
  run(app, ...args, `--cacheDirectory=${home('.cache/jest')}`)

const passed: Outcome = {
  status: 0,
  output: expect.stringMatching(/^Tests: +4 passed, 4 total$/m),
}

test.runIf(all)(
  'Jest runs the tests of a NestJS 11 application, when it may compile the packages',
  async () => {
    const app = await stagedApp({ name: 'recipe', recipe: true })
    expect(runJest(app, jest)).toEqual(passed)
  },
)

test.runIf(all)('it finds the packages where pnpm puts them', async () => {
  const app = await stagedApp({ name: 'recipe-pnpm', layout: 'pnpm', recipe: true })
  expect(runJest(app, jest)).toEqual(passed)
})

test.runIf(all)('unless it may, it refuses the packages by name', async () => {
  const app = await stagedApp({ name: 'as-generated' })
  const { status, output } = runJest(app, jest)
  expect(status).toBe(1)
  expect(output).toMatch(/Must use import to load ES Module: .*@punctual/)
})

test.runIf(all && requiresEsm).for([
  { name: 'flag-nest-11', nest: 11 },
  { name: 'flag-nest-12', nest: 12 },
] satisfies AppPlan[])(
  'with the flag of Node it runs a NestJS $nest application as it was generated',
  async (plan) => {
    const app = await stagedApp(plan)
    expect(runJest(app, vmModules, jest)).toEqual(passed)
  },
)

test.runIf(all).for([
  { name: 'esm-nest-11', nest: 11, type: 'module' },
  { name: 'esm-nest-12', nest: 12, type: 'module' },
] satisfies AppPlan[])('it runs a NestJS $nest application that is ESM', async (plan) => {
  const app = await stagedApp(plan)
  expect(runJest(app, vmModules, jest, '--config=jest-esm.json')).toEqual(passed)
})

test
  .runIf(all)
  .for([
    { name: 'types-commonjs' },
    { name: 'types-module', nest: 12, type: 'module' },
  ] satisfies AppPlan[])('the application $name agrees with the types', async (plan) => {
  const app = await stagedApp(plan)
  expect(run(app, tsc, '--noEmit')).toEqual({ status: 0, output: '' })
})
