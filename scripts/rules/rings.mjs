/** @import { Rule } from './rule.ts' */
import ts from 'typescript-5'
import { importsOf, nodesIn, placeOf, treeOf } from './source.mjs'

const core = 'packages/core/src/'

// Who may import whom inside core: a folder with all below it, or one file. Everybody may import from his own folder.
const base = ['errors/', 'json/', 'time/']
const contracts = [...base, 'jobs/', 'events/', 'store/', 'triggers/', 'scheduler/scheduler.ts']
const executor = ['executors/executor.ts', 'executors/executor-kind.ts']
/** @type {Readonly<Record<string, readonly string[]>>} */
const arrows = {
  errors: base,
  json: base,
  time: base,
  jobs: base,
  triggers: [...base, 'jobs/'],
  events: [...base, 'jobs/'],
  store: [...base, 'jobs/'],
  stores: [...base, 'jobs/', 'store/'],
  // A worker has the current run too, and the engine is not there.
  executors: [...base, 'jobs/', 'events/', 'scheduler/scheduler.ts', 'engine/current-run.ts'],
  ledger: [...contracts, 'engine/timelines.ts', 'engine/breath.ts'],
  engine: [...contracts, ...executor, 'ledger/', 'scheduler/scheduler-options.ts'],
  scheduler: [...contracts, ...executor, 'engine/', 'ledger/'],
  framework: [...contracts, 'engine/console-logger.ts'],
  http: contracts,
  testing: [...contracts, 'engine/', 'scheduler/', 'stores/'],
}
// The one place that wires concrete stores and executors to the engine, and the list of what is public.
const anything = ['scheduler/create-scheduler.ts', 'index.ts']
const pure = ['time', 'triggers', 'jobs', 'json', 'errors']

/**
 * Arrows point inwards: no folder of core imports one that stands further out, and the inner ring is arithmetic only.
 * @type {Rule}
 */
export const rings = (files) =>
  files.flatMap((file) => {
    if (!file.path.startsWith(core) || anything.includes(file.path.slice(core.length))) return []
    const folder = file.path.slice(core.length).split('/')[0] ?? ''
    const allowed = arrows[folder]
    if (allowed === undefined) return [`${file.path}: the folder ${folder} stands in no ring yet`]
    const outward = importsOf(file)
      .filter(({ to, relative }) => relative && to.startsWith(core))
      .filter(({ to }) => ![`${folder}/`, ...allowed].some((part) => to.startsWith(core + part)))
      .map(({ to, at }) => `${at} ${folder} must not import ${to.slice(core.length)}`)
    return pure.includes(folder) ? [...outward, ...impure(file, folder)] : outward
  })

/**
 * @param {import('./rule.ts').File} file
 * @param {string} folder
 */
function impure(file, folder) {
  const outside = importsOf(file)
    .filter(
      ({ to }) => to.startsWith('node:') || (folder !== 'time' && to === `${core}time/clock.ts`),
    )
    .map(({ to, at }) => `${at} ${folder} is pure and must not import ${to.replace(core, '')}`)
  const waits = [...nodesIn(treeOf(file))]
    .filter(
      (node) =>
        [ts.SyntaxKind.AsyncKeyword, ts.SyntaxKind.AwaitKeyword].includes(node.kind) ||
        ts.isAwaitExpression(node),
    )
    .map((node) => `${placeOf(file, node)} ${folder} is pure and must not wait`)
  return [...outside, ...waits]
}
