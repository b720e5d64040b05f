/** @import { Rule } from './rule.ts' */
import ts from 'typescript-5'
import { isProduction, nodesIn, treeOf } from './source.mjs'

const home = 'packages/core/src/errors/error-code.ts'
const page = 'docs/reference/errors.md'

/**
 * Codes, their page and their use hold together: one heading for each code with the same meaning, and no other.
 * @type {Rule}
 */
export const errorCodes = (files) => {
  const codes = new Map(files.filter(({ path }) => path === home).flatMap(meaningsIn))
  const headings = new Map(files.filter(({ path }) => path === page).flatMap(headingsIn))
  const used = new Set(
    files.filter((file) => isProduction(file) && file.path !== home).flatMap(textsIn),
  )
  return [
    ...[...codes.keys()]
      .filter((code) => !headings.has(code))
      .map((code) => `${page}: no heading for ${code}`),
    ...[...headings.keys()]
      .filter((code) => !codes.has(code))
      .map((code) => `${page}: ${code} is no code`),
    ...[...codes]
      .filter(([code, says]) => says !== (headings.get(code) ?? says))
      .map(([code, says]) => `${page}: ${code} must begin "${says}"`),
    ...[...codes.keys()]
      .filter((code) => !used.has(code))
      .map((code) => `${home}: nothing uses ${code}`),
  ]
}

/** @param {import('./rule.ts').File} file */
function meaningsIn(file) {
  return [...nodesIn(treeOf(file))].filter(ts.isPropertyAssignment).map(({ name, initializer }) => {
    return /** @type {const} */ ([
      name.getText(),
      ts.isStringLiteral(initializer) ? initializer.text : '',
    ])
  })
}

/** @param {import('./rule.ts').File} file */
function headingsIn({ text }) {
  const found = text.matchAll(/^### `?(PUNCTUAL_\w+)`?\n\n([^\n]*)\n\n(?=[^#\n])/gm)
  return [...found].map(([, code = '', says = '']) => /** @type {const} */ ([code, says]))
}

/** @param {import('./rule.ts').File} file */
function textsIn(file) {
  return [...nodesIn(treeOf(file))].filter(ts.isStringLiteralLike).map(({ text }) => text)
}
