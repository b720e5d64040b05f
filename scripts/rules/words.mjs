/** @import { Rule } from './rule.ts' */

const path = /(?:^|[\s'"`(=:])\/(?:home|root|Users|opt|work)\/\w/
// The dash stands in brackets, so that this file passes its own rule.
const silenced = /@ts[-](?:ignore|nocheck)|(?:ox|es)lint[-]disable|(?:oxfmt|prettier|v8)[- ]ignore/
const unrun = /\b(?:test|it|describe|suite)\.(?:only|skip|todo|fails)\b/

/**
 * Nothing names a folder of somebody's machine, silences a tool, or leaves a test out.
 * @type {Rule}
 */
export const words = (files) =>
  files.flatMap(({ path: file, text }) =>
    text.split('\n').flatMap((line, index) => {
      const at = `${file}:${index + 1}`
      if (path.test(line)) return [`${at} names a folder of one machine`]
      if (!file.endsWith('.md') && silenced.test(line)) return [`${at} silences a tool`]
      return unrun.test(line) ? [`${at} leaves a test out`] : []
    }),
  )
