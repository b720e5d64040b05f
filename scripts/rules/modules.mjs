/** @import { File, Rule } from './rule.ts' */
import { basename, dirname, join } from 'node:path/posix'
import ts from 'typescript-5'
import { isCode, placeOf, treeOf } from './source.mjs'

const vague = /^(utils?|helpers?|common|misc|types|interfaces|constants)\./
const config = /\.config\.(ts|mjs)$/
// Its users write `import fastifySchedule from`, and are promised that only the name of the package changes.
const swapped = 'packages/fastify/src/schedule-compat/index.ts'

/**
 * One concept per file, named after it; exports have names; what others export is passed on by the index.ts of a
 * package or of its subpath alone, and by name.
 * @type {Rule}
 */
export const modules = (files) => {
  const entries = new Set(files.flatMap(entriesOf))
  return files
    .filter(isCode)
    .flatMap((file) => [
      ...badName(file),
      ...(basename(file.path) === 'index.ts' ? badIndex(file, entries) : badExports(file)),
    ])
}

/** @param {File} file */
function entriesOf({ path, text }) {
  if (!/^packages\/[^/]+\/package\.json$/.test(path)) return []
  const sources = [...text.matchAll(/"punctual-src": "([^"]+)"/g)]
  return sources.map(([, source = '']) => join(dirname(path), source))
}

/** @param {File} file */
function badName({ path }) {
  const name = basename(path)
  if (vague.test(name)) return [`${path}: say what is in it`]
  return /^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|mjs)$/.test(name) ? [] : [`${path}: use kebab-case`]
}

/**
 * @param {File} file
 * @param {ReadonlySet<string>} entries
 */
function badIndex(file, entries) {
  const stray = entries.has(file.path) ? [] : [`${file.path}: no package exports this index`]
  const unnamed = treeOf(file).statements.filter(
    (one) =>
      !ts.isExportDeclaration(one) ||
      one.exportClause === undefined ||
      !ts.isNamedExports(one.exportClause) ||
      (hasDefault(one.exportClause) && file.path !== swapped),
  )
  return [
    ...stray,
    ...unnamed.map((one) => `${placeOf(file, one)} re-export by name, nothing else`),
  ]
}

/** @param {ts.NamedExports} clause */
const hasDefault = ({ elements }) => elements.some(({ name }) => name.text === 'default')

/** @param {File} file */
function badExports(file) {
  return treeOf(file).statements.flatMap((one) => {
    if (ts.isExportDeclaration(one) && one.moduleSpecifier !== undefined) {
      return [`${placeOf(file, one)} only an index.ts re-exports`]
    }
    const modifiers = ts.canHaveModifiers(one) ? (one.modifiers ?? []) : []
    const unnamed =
      ts.isExportAssignment(one) ||
      modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)
    return unnamed && !config.test(file.path)
      ? [`${placeOf(file, one)} give the export a name`]
      : []
  })
}
