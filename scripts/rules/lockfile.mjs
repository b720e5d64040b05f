/** @import { Rule } from './rule.ts' */

/**
 * The lockfile names no host, so that everybody installs from the registry he trusts.
 * @type {Rule}
 */
export const lockfile = (files) =>
  files
    .filter(({ path }) => path === 'pnpm-lock.yaml')
    .flatMap(({ path, text }) =>
      text.split('\n').map((line, index) => ({ line, at: `${path}:${index + 1}` })),
    )
    .filter(({ line }) => /https?:|tarball:|git[@+]|registry:/.test(line))
    .map(({ at }) => `${at} names a host`)
