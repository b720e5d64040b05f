/** @import { Rule } from './rule.ts' */
import { importsOf, isCode } from './source.mjs'

/**
 * No file imports itself over others, type imports included: each can be read and tested before those that use it.
 * @type {Rule}
 */
export const cycles = (files) => {
  const graph = new Map(
    files.filter(isCode).map((file) => [file.path, importsOf(file).map(({ to }) => to)]),
  )
  return groupsOf(graph).map((group) => `import cycle: ${group.sort().join(', ')}`)
}

/**
 * Files that reach each other, by Tarjan's algorithm.
 * @param {ReadonlyMap<string, readonly string[]>} graph
 */
function groupsOf(graph) {
  /** @type {Map<string, number>} */
  const lowest = new Map()
  /** @type {string[]} */
  const stack = []
  /** @type {string[][]} */
  const groups = []
  /** @param {string} path */
  const visit = (path) => {
    const own = lowest.size
    const targets = (graph.get(path) ?? []).filter((to) => graph.has(to))
    lowest.set(path, own)
    stack.push(path)
    let low = own
    for (const to of targets) low = Math.min(low, lowest.get(to) ?? visit(to))
    lowest.set(path, low)
    if (low < own) return low
    const group = stack.splice(stack.indexOf(path))
    for (const done of group) lowest.set(done, Infinity)
    if (group.length > 1 || targets.includes(path)) groups.push(group)
    return low
  }
  for (const path of graph.keys()) if (!lowest.has(path)) visit(path)
  return groups
}
