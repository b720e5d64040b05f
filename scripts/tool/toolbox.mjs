/** @import { Toolbox } from './step.ts' */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { isSupported, nodePackage, oldestNode, pnpmPackage } from './node-versions.mjs'

/**
 * Brings pnpm, and a newer Node where this one is too old, through npm: nothing is installed on the machine or in the
 * repository. It says which Node that is, and throws when it is not the one that was asked for.
 * @param {string | null} version one Node in particular; null: this machine's own when it is new enough
 * @returns {Toolbox}
 */
export function toolbox(version = null) {
  const own = version === null && isSupported(process.versions.node)
  const fetched = own ? null : nodeFor(version)
  const place = placeOf(fetched === null ? [pnpmPackage] : [pnpmPackage, fetched])
  if (!isSupported(place.version) || (version !== null && place.version !== `v${version}`)) {
    throw new Error(`npm brought ${fetched}, but node is still ${place.version}; ${remedy}`)
  }
  const origin =
    fetched === null ? 'of this machine' : `${fetched}; this machine has ${process.version}`
  console.log(`punctual: Node ${place.version} (${origin})`)
  return { node: place.node, env: { ...process.env, PATH: place.path } }
}

const remedy = `install Node ${oldestNode} or later and try again`

/** @param {string | null} version */
function nodeFor(version) {
  const name = nodePackage(version)
  if (name !== null) return name
  const machine = `${process.platform} ${process.arch}`
  throw new Error(
    `Node ${process.version} is too old, npm has no newer one for ${machine}; ${remedy}`,
  )
}

/**
 * @param {string[]} packages
 * @returns {{ node: string, version: string, path: string }}
 */
function placeOf(packages) {
  const running = process.env.npm_execpath
  const own = running !== undefined && running.endsWith('npm-cli.js')
  const wanted = packages.map((name) => `--package=${name}`)
  const words = [
    'exec',
    '--yes',
    '--prefer-offline',
    ...wanted,
    '-c',
    'node scripts/tool/place.mjs',
  ]
  const { status, stdout, error } = spawnSync(
    own ? process.execPath : 'npm',
    own ? [running, ...words] : words,
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
      shell: !own && process.platform === 'win32',
    },
  )
  if (error !== undefined) throw error
  if (status !== 0)
    throw new Error(`npm could not bring ${packages.join(' and ')} (exit ${status})`)
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1))
}
