/** @import { File, Rule } from './rule.ts' */
import { basename } from 'node:path/posix'
import ts from 'typescript-5'
import { isCode, nodesIn, placeOf, treeOf } from './source.mjs'

const vague = /^(utils?|helpers?|common|misc|types|interfaces|constants)\./
const config = /\.config\.(ts|mjs)$/

/**
 * One concept per file, named after it; exports by name; only an index.ts passes on what others export.
 * @type {Rule}
 */
export const modules = (files) =>
  files.filter(isCode).flatMap((file) => [...badName(file), ...badExports(file)])

/** @param {File} file */
function badName({ path }) {
  const name = basename(path)
  if (vague.test(name)) return [`${path}: say what is in it`]
  return /^[a-z0-9]+([-.][a-z0-9]+)*\.(ts|mjs)$/.test(name) ? [] : [`${path}: names are kebab-case`]
}

/** @param {File} file */
function badExports(file) {
  const isIndex = basename(file.path) === 'index.ts'
  return [...nodesIn(treeOf(file))].flatMap((node) => {
    const why = isIndex ? notPassedOn(node) : (defaultIn(file, node) ?? passedOn(node))
    return why === null ? [] : [`${placeOf(file, node)} ${why}`]
  })
}

/** @param {ts.Node} node */
function notPassedOn(node) {
  if (!ts.isSourceFile(node.parent ?? node) || ts.isSourceFile(node)) return null
  if (node.kind === ts.SyntaxKind.EndOfFileToken) return null
  const byName = ts.isExportDeclaration(node) && node.exportClause !== undefined
  return byName && ts.isNamedExports(node.exportClause)
    ? null
    : 'an index.ts only re-exports, by name'
}

/**
 * @param {File} file
 * @param {ts.Node} node
 */
function defaultIn({ path }, node) {
  if (config.test(path)) return null
  const found = ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword
  const isCase = ts.isDefaultClause(node.parent ?? node)
  return found && !isCase ? 'exports have names, no default' : null
}

/** @param {ts.Node} node */
function passedOn(node) {
  const passes = ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined
  return passes ? 'only an index.ts re-exports' : null
}
