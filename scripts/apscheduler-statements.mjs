// Holds docs/coming-from-apscheduler.md and the tests together: each statement from 1 to 80 has a test whose title ends
// with its number in brackets, or says why Punctual differs. With --write it fills the column "Shown by" from the tests.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)
const page = new URL('docs/coming-from-apscheduler.md', root)
const tests = globSync('packages/*/test/**/*.test.ts', { cwd: fileURLToPath(root) }).sort()

// The files of the tests that show a statement, by its number: titles end with ' [7]' or ' [7] [8]'.
/** @type {Map<number, Set<string>>} */
const shownBy = new Map()
for (const file of tests) {
  const text = readFileSync(new URL(file, root), 'utf8')
  for (const [, tags = ''] of text.matchAll(/((?: \[\d+\])+)['"`]/g)) {
    for (const [, number] of tags.matchAll(/\[(\d+)\]/g)) {
      shownBy.set(Number(number), new Set([...(shownBy.get(Number(number)) ?? []), file]))
    }
  }
}

/** @type {string[]} */
const problems = []
/** @type {Set<number>} */
const seen = new Set()
const lines = readFileSync(page, 'utf8').split('\n').map(checkedLine)
for (let number = 1; number <= 80; number++) {
  if (!seen.has(number)) problems.push(`${number}: the page has no such statement`)
}
for (const number of shownBy.keys()) {
  if (number < 1 || number > 80)
    problems.push(`${number}: a test has this number, but there are 80 statements`)
}
if (process.argv.includes('--write')) writeFileSync(page, lines.join('\n'))
for (const problem of problems) console.error(problem)
console.log(`${seen.size} statements, ${shownBy.size} with a test, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

/** @param {string} line */
function checkedLine(line) {
  const cells = line.split(' | ')
  const number = Number(/^\| (\d+)$/.exec(cells[0] ?? '')?.[1])
  if (!number) return line
  const row = /^(\| .*) \|(?: ([^|]*))? \|(?: ([^|]*))? \|$/.exec(line)
  const [, statement, reason = '', shown = ''] = row ?? []
  if (row === null) problems.push(`${number}: the row has not five cells`)
  if (seen.has(number)) problems.push(`${number}: the statement stands twice`)
  seen.add(number)
  const files = [...(shownBy.get(number) ?? [])].map((file) => `\`${file}\``).join(', ')
  if (files === '' && reason === '')
    problems.push(`${number}: neither a test nor a reason why ours differs`)
  if (files !== shown && !process.argv.includes('--write')) {
    problems.push(
      `${number}: "Shown by" is stale: run node scripts/apscheduler-statements.mjs --write`,
    )
  }
  return row === null ? line : `${statement} | ${reason} | ${files} |`.replaceAll('|  |', '| |')
}
