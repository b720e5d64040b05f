/** @import { File, Rule } from './rule.ts' */
import ts from 'typescript-5'
import { isCode, isProduction, nodesIn, placeOf, treeOf } from './source.mjs'

/**
 * Files and functions stay small enough to be read in one go: each of them, and most of them much smaller.
 * @type {Rule}
 */
export const budgets = (files) => {
  const code = files.filter(isCode)
  const production = code.filter(isProduction)
  const shape = production.flatMap(functionsOf)
  return [
    ...code.flatMap(tooLong),
    ...code.filter(({ path }) => !isStory(path)).flatMap(functionsTooLong),
    ...over('the median file', at(0.5, production.map(linesOf)), 90),
    ...over(
      'the function at 90 %',
      at(
        0.9,
        shape.map(({ lines }) => lines),
      ),
      25,
    ),
  ]
}

/** @param {string} path */
const isTest = (path) => /\/test\//.test(path)

/**
 * Tests and examples tell one thing after the other, in a function as long as that takes.
 * @param {string} path
 */
const isStory = (path) => isTest(path) || path.startsWith('examples/')

/** @param {File} file */
const linesOf = ({ text }) => text.trimEnd().split('\n').length

/** @param {File} file */
function tooLong(file) {
  const isData = isTest(file.path) || file.path.includes('/conformance/')
  return over(file.path, linesOf(file), isData ? 400 : 250)
}

/** @param {File} file */
function functionsTooLong(file) {
  return functionsOf(file).flatMap(({ where, lines }) => over(`${where} function`, lines, 50))
}

/** @param {File} file */
function functionsOf(file) {
  const tree = treeOf(file)
  /** @param {number} position */
  const line = (position) => tree.getLineAndCharacterOfPosition(position).line
  return [...nodesIn(tree)]
    .filter((node) => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
    .map((node) => ({
      where: placeOf(file, node),
      lines: line(node.end) - line(node.getStart(tree)) + 1,
      small: ts.isArrowFunction(node),
    }))
    .filter(({ lines, small }) => lines > 1 || !small)
}

/**
 * @param {number} share
 * @param {number[]} numbers
 */
const at = (share, numbers) =>
  numbers.sort((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? 0

/**
 * @param {string} what
 * @param {number} lines
 * @param {number} most
 */
const over = (what, lines, most) =>
  lines > most ? [`${what}: ${lines} lines, the budget is ${most}`] : []
