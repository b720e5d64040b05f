/** @import { File } from './rules/rule.ts' */
import { readdirSync, readFileSync } from 'node:fs'

const left = new Set(['node_modules', 'dist', '.git', '.cache', 'coverage'])
const text = /\.(ts|mts|mjs|cjs|js|json|md|yaml|yml|txt|html|css|sql|lua|py)$|^\.ci\/|^[A-Z]+$/

/**
 * All text files below the folder of the working directory, without what tools put there.
 * @returns {File[]}
 */
export function filesOf(folder = '.') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`
    if (left.has(entry.name)) return []
    if (entry.isDirectory()) return filesOf(path)
    return text.test(path) ? [{ path, text: readFileSync(path, 'utf8') }] : []
  })
}
