/** @import { File, Rule } from './rule.ts' */

const embedded = /^```\w+ file=(\S+)\n([^]*?)^```/gm
const shown = /^compat\/migrations\/src\/[^/]+\/(?:before|after|import)\.(?:ts|py)$/

/**
 * A page shows a program of the repository as it stands there, between fences that name its file; and every program of
 * the migrations is shown by a page.
 * @type {Rule}
 */
export const programs = (files) => {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  const samples = files.filter(({ path }) => path.endsWith('.md')).flatMap(samplesOf)
  const named = new Set(samples.map(({ file }) => file))
  return [
    ...samples
      .filter(({ file, code }) => texts.get(file) !== code)
      .map(({ page, file }) =>
        texts.has(file)
          ? `${page}: shows another ${file}: copy it between its fences`
          : `${page}: there is no ${file}`,
      ),
    ...files
      .filter(({ path }) => shown.test(path) && !named.has(path))
      .map(({ path }) => `${path}: no page shows it`),
  ]
}

/** @param {File} page */
const samplesOf = ({ path, text }) =>
  [...text.matchAll(embedded)].map(([, file = '', code = '']) => ({ page: path, file, code }))
