import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'

const MOUNTS = `R=$1; shift
mount -t proc proc "$R/proc"
mkdir -p "$R/dev/shm"
mount -t tmpfs tmpfs "$R/dev/shm"
exec chroot "$R" "$@"`

/** A Debian of its own in a folder, with PostgreSQL and DocumentDB in it. */
export class DebianRoot {
  #cache

  /** @param {string} cache where it stands, and the logs of its making */
  constructor(cache) {
    this.#cache = cache
    this.path = `${cache}/root`
  }

  /** Made once, in some minutes; a making that was broken off begins anew. */
  ensure() {
    const complete = `${this.path}/.complete`
    if (existsSync(complete)) return
    console.error('making a Debian with DocumentDB, once: this takes some minutes')
    mkdirSync(this.#cache, { recursive: true })
    rmSync(this.path, { recursive: true, force: true })
    ensureDebootstrap()
    this.#run('debootstrap', ['--variant=minbase', 'sid', this.path, mirror()])
    // Nothing is to start by itself in there, and no cluster is wanted but ours.
    writeFileSync(`${this.path}/usr/sbin/policy-rc.d`, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
    mkdirSync(`${this.path}/etc/postgresql-common`, { recursive: true })
    writeFileSync(
      `${this.path}/etc/postgresql-common/createcluster.conf`,
      'create_main_cluster = false\n',
    )
    const install = 'apt-get install -y -qq --no-install-recommends postgresql-18-documentdb'
    const update = 'apt-get -qq -o Acquire::Check-Valid-Until=false update'
    const script = `${update} && DEBIAN_FRONTEND=noninteractive ${install} && apt-get clean`
    this.#run('unshare', this.#inside(['sh', '-c', script]))
    writeFileSync(complete, '')
  }

  /**
   * Starts a program in it. Each program on the way gives its place to the next, so the process is the program itself.
   * @param {readonly string[]} words
   * @param {string} log
   */
  start(words, log) {
    const out = openSync(`${this.#cache}/${log}`, 'w')
    return spawn('unshare', this.#inside(words), { stdio: ['ignore', out, out] })
  }

  /** @param {readonly string[]} words */
  #inside(words) {
    return ['-m', '--propagation', 'private', 'sh', '-ec', MOUNTS, 'sh', this.path, ...words]
  }

  /**
   * @param {string} program
   * @param {readonly string[]} words
   */
  #run(program, words) {
    const log = `${this.#cache}/${program}.log`
    const out = openSync(log, 'w')
    try {
      execFileSync(program, words, { stdio: ['ignore', out, out] })
    } catch (error) {
      const end = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
      throw new Error(`${program} failed; the end of ${log}:\n${end}`, { cause: error })
    }
  }
}

function ensureDebootstrap() {
  if (existsSync('/usr/sbin/debootstrap')) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'ignore', env })
  const words = ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap']
  execFileSync('apt-get', words, { stdio: 'ignore', env })
}

/** Where this machine gets its own packages from. */
function mirror() {
  const folder = '/etc/apt/sources.list.d'
  const lists = existsSync(folder) ? readdirSync(folder).map((name) => `${folder}/${name}`) : []
  const files = ['/etc/apt/sources.list', ...lists].filter((path) => existsSync(path))
  for (const file of files) {
    const found = /https?:\/\/[^ \n]+\/debian(?=[ \n])/.exec(readFileSync(file, 'utf8'))
    if (found !== null) return found[0]
  }
  return 'https://deb.debian.org/debian'
}
