/** @import { File, Import, Rule } from './rule.ts' */
import { importsOf, isCode, isProduction } from './source.mjs'

/** @typedef {{ name: string, dependencies?: object, peerDependencies?: object, exports?: object }} Manifest */

/**
 * A package imports what its manifest declares, by its exports. Of ours, core imports none, the others core alone:
 * no store knows another, no framework a store, nothing that users get the testing package.
 * @type {Rule}
 */
export const packages = (files) => {
  /** @type {Map<string, Manifest>} */
  const manifests = new Map()
  for (const { path, text } of files) {
    if (/^[^/]+\/[^/]+\/package\.json$/.test(path)) manifests.set(homeOf(path), JSON.parse(text))
  }
  const byName = new Map([...manifests.values()].map((manifest) => [manifest.name, manifest]))
  return files.filter(isCode).flatMap((file) => {
    const home = homeOf(file.path)
    const manifest = manifests.get(home)
    if (manifest === undefined) return []
    return importsOf(file).flatMap((one) => {
      const why = one.relative ? leaving(home, one) : refusal(file, manifest, one.to, byName)
      return why === null ? [] : [`${one.at} ${why}`]
    })
  })
}

/** @param {string} path */
const homeOf = (path) => path.split('/').slice(0, 2).join('/')

/**
 * @param {string} home
 * @param {Import} one
 */
function leaving(home, { to }) {
  return to.startsWith(`${home}/`) ? null : `must not reach into ${to}: import the package`
}

/**
 * @param {File} file
 * @param {Manifest} manifest
 * @param {string} to
 * @param {ReadonlyMap<string, Manifest>} byName
 */
function refusal(file, manifest, to, byName) {
  const [, name = to, below = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(to) ?? []
  const ours = byName.get(name)
  if (ours !== undefined && !(`.${below}` in (ours.exports ?? {}))) return `${to} is not exported`
  if (to.startsWith('node:') || !isProduction(file)) return null
  if (!(name in { ...manifest.dependencies, ...manifest.peerDependencies })) {
    return `${name} is no dependency of ${manifest.name}`
  }
  const outward =
    ours !== undefined && (manifest.name === '@punctual/core' || name !== '@punctual/core')
  return outward ? `${manifest.name} must not import ${name}` : null
}
