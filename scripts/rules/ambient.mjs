/** @import { Rule } from './rule.ts' */
import ts from 'typescript-5'
import { isProduction, nodesIn, placeOf, treeOf } from './source.mjs'

const doors = [
  'packages/core/src/engine/system-clock.ts',
  'packages/core/src/engine/system-entropy.ts',
  // Connections close, locks of other processes go, and real input and output settles, in real time only.
  'packages/core/src/framework/server-life.ts',
  'packages/express/src/',
  'packages/fastify/src/',
  'packages/nestjs/src/',
  'packages/testing/src/stillness.ts',
  // A worker sends its news in real time: the scheduler's clock is not there.
  'packages/core/src/executors/worker/paced-progress.ts',
  // Prometheus asks in real time, and gives up in real time.
  'packages/core/src/http/store-reading.ts',
  // Another process holds a lock in real time, whatever clock the scheduler runs on.
  'packages/store-sql/src/sqlite/busy-line.ts',
  'packages/testing/src/conformance/manual-clock.ts',
  'packages/testing/src/framework-conformance/patience.ts',
  // What jobs do in a worker they do in real time.
  'packages/testing/src/executor-conformance/sample-jobs.ts',
]
const forbidden = new Set([
  ...['Date.now', 'Math.random', 'performance.now', 'process.hrtime', 'process.uptime'],
  ...['setTimeout', 'setInterval', 'scheduler.wait'],
  ...['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'getRandomValues'],
])

/**
 * Time, randomness and ids come in through Clock and Entropy, so that a test can hold them.
 * @type {Rule}
 */
export const ambient = (files) =>
  files
    .filter((file) => isProduction(file) && !doors.some((door) => file.path.startsWith(door)))
    .flatMap((file) =>
      [...nodesIn(treeOf(file))].flatMap((node) => {
        const used = ambientIn(node)
        return used === null
          ? []
          : [`${placeOf(file, node)} ${used} goes past the clock or the entropy`]
      }),
    )

/** @param {ts.Node} node */
function ambientIn(node) {
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
    return (node.arguments ?? []).length === 0 ? 'new Date()' : null
  }
  if (ts.isImportSpecifier(node))
    return forbidden.has((node.propertyName ?? node.name).text) ? node.getText() : null
  if (ts.isPropertyAccessExpression(node)) {
    const whole = node.getText().replace(/^globalThis\.|^crypto\./, '')
    return forbidden.has(whole) ? whole : null
  }
  return ts.isIdentifier(node) && isValue(node) && forbidden.has(node.text) ? node.text : null
}

/**
 * Not the name of a member or of an import: those are looked at as a whole.
 * @param {ts.Identifier} node
 */
function isValue({ parent }) {
  return (
    ts.isCallExpression(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isShorthandPropertyAssignment(parent)
  )
}
