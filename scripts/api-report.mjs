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
      const manifest = JSON.parse(text)
      const missing = typesOf(home, manifest).filter((types) => !existsSync(types))
      if (missing.length > 0) return missing.map((types) => `api: ${types} is not built`)
      const report = reportOf(home, manifest)
      const kept = `${home}/api.txt`
      if (update) writeFileSync(kept, report)
      const same = existsSync(kept) && readFileSync(kept, 'utf8') === report
      return same ? [] : [`api: ${kept} differs from what the package exports; see npm run api`]
    })
}

/**
 * @param {string} home
 * @param {Manifest} manifest
 */
function typesOf(home, { exports }) {
  return Object.values(exports).map(({ types }) => posix.join(home, types))
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
  return statementsOf(index).flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined) return []
    if (!ts.isNamedExports(statement.exportClause) || statement.moduleSpecifier === undefined)
      return []
    const from = /** @type {ts.StringLiteral} */ (statement.moduleSpecifier).text
    const names = statement.exportClause.elements.map((one) => (one.propertyName ?? one.name).text)
    if (!from.startsWith('.')) return names.map((one) => `export { ${one} } from '${from}'`)
    return names.map((one) =>
      declarationOf(posix.join(posix.dirname(index), from.replace(/\.[jt]s$/, '.d.ts')), one),
    )
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
  return [
    ...ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
      .statements,
  ]
}
