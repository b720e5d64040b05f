/** @import { File } from './rules/rule.ts' */
/** @typedef {{ name: string, exports: Record<string, { types: string }> }} Manifest */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import ts from 'typescript-5'

/**
 * What each package exports, with signatures, against its api.txt: a change of the public contract is seen in review.
 * @param {readonly File[]} files
 * @param {{ root?: string, update?: boolean }} options update: writes the reports anew
 */
export function apiReports(files, { root = '.', update = false } = {}) {
  return files
    .filter(({ path }) => /^packages\/[^/]+\/package\.json$/.test(path))
    .flatMap(({ path, text }) => {
      const home = posix.join(root, posix.dirname(path))
      const report = `${home}/api.txt`
      try {
        const says = reportOf(home, JSON.parse(text))
        if (update) writeFileSync(report, says)
        const same = existsSync(report) && readFileSync(report, 'utf8') === says
        return same ? [] : [`api: ${report} differs from what is exported; see npm run api`]
      } catch (error) {
        return [`api: ${error instanceof Error ? error.message : String(error)}`]
      }
    })
}

/**
 * @param {string} home
 * @param {Manifest} manifest
 */
function reportOf(home, { name, exports }) {
  const parts = Object.entries(exports).map(([subpath, { types }]) => {
    const lines = declarationsIn(posix.join(home, types)).sort()
    return `# ${posix.join(name, subpath)}\n\n${lines.join('\n')}\n`
  })
  return parts.join('\n')
}

/**
 * @param {string} index
 * @returns {string[]}
 */
function declarationsIn(index) {
  return statementsOf(index).flatMap((one) => {
    if (!ts.isExportDeclaration(one) || one.exportClause === undefined) return []
    const { exportClause: clause, moduleSpecifier: from } = one
    if (!ts.isNamedExports(clause) || from === undefined || !ts.isStringLiteral(from)) return []
    return clause.elements.map(({ name, propertyName }) => {
      const declared = (propertyName ?? name).text
      if (!from.text.startsWith('.')) return `export { ${declared} } from '${from.text}'`
      const path = posix.join(posix.dirname(index), from.text.replace(/\.[jt]s$/, '.d.ts'))
      return declarationOf(path, declared)
    })
  })
}

const printer = ts.createPrinter({ removeComments: true })

/**
 * @param {string} path
 * @param {string} name
 */
function declarationOf(path, name) {
  const found = statementsOf(path).filter((one) => namesOf(one).includes(name))
  if (found.length === 0) throw new Error(`${path} does not declare ${name}`)
  return found
    .map((one) => printer.printNode(ts.EmitHint.Unspecified, one, one.getSourceFile()))
    .join('\n')
}

/** @param {ts.Statement} statement */
function namesOf(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  }
  const named = /** @type {{ name?: ts.Node }} */ (/** @type {unknown} */ (statement))
  return named.name === undefined ? [] : [named.name.getText()]
}

/** @param {string} path */
function statementsOf(path) {
  if (!existsSync(path)) throw new Error(`${path} is not built`)
  const text = readFileSync(path, 'utf8')
  return [...ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true).statements]
}
