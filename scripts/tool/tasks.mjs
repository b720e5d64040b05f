/** @import { Step } from './step.ts' */

/**
 * What each task runs, in order, given the further words of its command line.
 * @type {Readonly<Record<string, (extra: string[]) => Step[]>>}
 */
export const tasks = {
  demo: ([example = 'express-basic', ...extra]) => [install, ...demo(example, extra)],
  test: (extra) => [install, compile, typeCheckTests, vitest(extra)],
  build: () => [install, compile],
  check: () => [
    install,
    compile,
    typeCheckTests,
    typeCheckNest11,
    typeTests,
    lint,
    format,
    node('scripts/check.mjs'),
    node('scripts/apscheduler-statements.mjs'),
    node('scripts/snippets.mjs'),
    node(tsc, '-p', '.cache/snippets'),
  ],
  bench: (extra) => [install, compile, node('bench/src/main.ts', ...extra)],
  api: () => [install, compile, node('scripts/check.mjs', '--update')],
  proofs: (extra) => [
    install,
    compile,
    node('--conditions=punctual-src', 'scripts/proofs.mjs', ...extra),
  ],
  'with-servers': (extra) => [install, node('scripts/with-servers.mjs', ...extra)],
  'test:nodes': (extra) => [install, node('scripts/test-nodes.mjs', ...extra)],
}

/** @type {Step} */
const install = {
  says: 'install',
  program: 'pnpm',
  args: ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false', '--loglevel=warn'],
}
const tsc = 'node_modules/typescript/bin/tsc'
const compile = node(tsc, '-b')
const typeCheckTests = node(tsc, '-p', 'tsconfig.test.json')
const typeCheckNest11 = node(tsc, '-p', 'compat/nest-11')
const typeTests = node('scripts/type-tests.mjs')
const lint = node('node_modules/oxlint/bin/oxlint', '--deny-warnings')
const format = node('node_modules/oxfmt/bin/oxfmt', '--check', '.')

/**
 * Node runs the examples from their sources, but for that of Nest: it does not read decorators.
 * @param {string} example a folder of examples
 * @param {string[]} extra
 * @returns {Step[]}
 */
function demo(example, extra) {
  const home = `examples/${example}`
  if (example === 'nestjs-app') {
    const build = node(tsc, '-p', `${home}/tsconfig.build.json`)
    return [compile, build, { ...node(`${home}/dist/main.js`, ...extra), stays: true }]
  }
  const main = node('--conditions=punctual-src', `${home}/src/main.ts`, ...extra)
  return [{ ...main, stays: true }]
}

/** @param {string[]} extra */
function vitest(extra) {
  return node('node_modules/vitest/vitest.mjs', 'run', ...extra)
}

/**
 * @param {string[]} args
 * @returns {Step}
 */
function node(...args) {
  return { says: args.join(' '), program: 'node', args }
}
