/** @import { File, Rule } from './rule.ts' */
import ts from 'typescript-5'
import { nodesIn, treeOf } from './source.mjs'

const page = 'docs/reliability.md'
const scenarios = 36
const row = /^\| (\d+) \|.*$/gm
const named = /\[[^\]]*\]\(\.\.\/([^)]+\.ts)\): "([^"]+)"/g

/**
 * The page on reliability has a row for each scenario, and each row names a test that is there, or says why none is.
 * @type {Rule}
 */
export const scenariosShown = (files) => {
  const text = files.find(({ path }) => path === page)?.text
  if (text === undefined) return []
  const rows = [...text.matchAll(row)].map(([line, number]) => ({ line, number: Number(number) }))
  const byPath = new Map(files.map((file) => [file.path, file]))
  const numbers = Array.from({ length: scenarios }, (_, index) => index + 1)
  return [
    ...numbers
      .filter((number) => rows.filter((one) => one.number === number).length !== 1)
      .map((number) => `${page}: scenario ${number} must have one row`),
    ...rows
      .filter(({ line }) => line.match(named) === null && !/Not shown: \w/.test(line))
      .map(({ number }) => `${page}: scenario ${number} names no test, and not why`),
    ...[...text.matchAll(named)]
      .filter(([, path = '', name = '']) => !hasTest(byPath.get(path), name))
      .map(([, path, name]) => `${page}: ${path} has no "${name}"`),
  ]
}

/**
 * A test goes by its text, or by the name of a member where cases are listed by name.
 * @param {File | undefined} file
 * @param {string} name
 */
function hasTest(file, name) {
  return (
    file !== undefined &&
    [...nodesIn(treeOf(file))].some((node) => ts.isStringLiteralLike(node) && node.text === name)
  )
}
