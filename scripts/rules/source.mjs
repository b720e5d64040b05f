/** @import { File, Import } from './rule.ts' */
import { posix } from 'node:path'
import ts from 'typescript-5'

/** @param {File} file */
export function isCode(file) {
  return /\.(ts|mjs)$/.test(file.path)
}

/**
 * What users get: the sources of the packages.
 * @param {File} file
 */
export function isProduction(file) {
  return /^packages\/[^/]+\/src\/.*\.ts$/.test(file.path)
}

/** @type {WeakMap<File, ts.SourceFile>} */
const trees = new WeakMap()

/** @param {File} file */
export function treeOf(file) {
  const known = trees.get(file)
  if (known !== undefined) return known
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
  trees.set(file, tree)
  return tree
}

/**
 * Every node from this one down, in the order of the text.
 * @param {ts.Node} root
 * @returns {Generator<ts.Node>}
 */
export function* nodesIn(root) {
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node
    /** @type {ts.Node[]} */
    const children = []
    ts.forEachChild(node, (child) => void children.push(child))
    waiting.push(...children.reverse())
  }
}

/**
 * @param {File} file
 * @param {ts.Node} node
 */
export function placeOf(file, node) {
  const tree = treeOf(file)
  return `${file.path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}

/**
 * The imports and re-exports of a file, those of types included.
 * @param {File} file
 * @returns {Import[]}
 */
export function importsOf(file) {
  const found = []
  for (const node of nodesIn(treeOf(file))) {
    const text =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : specifierIn(node)
    if (text === undefined || !ts.isStringLiteral(text)) continue
    const relative = text.text.startsWith('.')
    const to = relative ? posix.join(posix.dirname(file.path), text.text) : text.text
    found.push({ to, relative, at: placeOf(file, node) })
  }
  return found
}

/** @param {ts.Node} node */
function specifierIn(node) {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return node.arguments[0]
  }
  return ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
    ? node.argument.literal
    : undefined
}
