/** @import { File, Rule } from './rule.ts' */
import { posix } from 'node:path'

/**
 * Every file that a page links to exists, and so does every file that ARCHITECTURE.md names.
 * @type {Rule}
 */
export const links = (files) => {
  const known = new Set(files.flatMap(({ path }) => [path, ...parentsOf(path)]))
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap((page) =>
      [...linked(page), ...(page.path === 'ARCHITECTURE.md' ? named(page) : [])]
        .filter((path) => !known.has(path) && !known.has(`packages/core/src/${path}`))
        .map((path) => `${page.path}: there is no ${path}`),
    )
}

/** @param {File} page */
function linked({ path, text }) {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => posix.join(posix.dirname(path), target).replace(/\/$/, ''))
}

/** @param {File} page */
function named({ text }) {
  return [...text.matchAll(/`([\w@.-]+(?:\/[\w@.-]+)*\.(?:ts|mjs|md|json|yaml))`/g)].map(
    ([, path = '']) => path,
  )
}

/** @param {string} path */
function parentsOf(path) {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}
