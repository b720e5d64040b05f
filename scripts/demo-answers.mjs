// Starts each example with the line of its README, asks it something, and stops it: with SIGTERM, as a deploy does, and the
// first one also with Ctrl-C. It has to answer and to end well.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** @typedef {{ readonly words: readonly string[], readonly path: string, readonly signal: NodeJS.Signals }} Demo */

/** @type {readonly Demo[]} */
const demos = [
  { words: [], path: '/jobs', signal: 'SIGINT' },
  { words: [], path: '/jobs', signal: 'SIGTERM' },
  { words: ['fastify-cluster'], path: '/', signal: 'SIGTERM' },
  { words: ['worker-threads'], path: '/ping', signal: 'SIGTERM' },
  { words: ['nestjs-app'], path: '/jobs', signal: 'SIGTERM' },
]

for (const demo of demos) {
  const { answer, ended } = await tried(demo)
  const name = ['npm run demo', ...(demo.words.length > 0 ? ['--', ...demo.words] : [])].join(' ')
  console.log(`${name}: ${answer.length} characters from ${demo.path}, ${demo.signal}: ${ended}`)
  if (answer.length === 0 || ended !== 'ended well') process.exitCode = 1
}

/** @param {Demo} demo */
async function tried({ words, path, signal }) {
  const folder = mkdtempSync(join(tmpdir(), 'punctual-demo-'))
  const env = { ...process.env, PORT: '0', DATABASE: join(folder, 'demo.sqlite') }
  const demo = spawn(process.execPath, ['scripts/tool.mjs', 'demo', ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const end = once(demo, 'exit')
  try {
    const response = await fetch(`${await originOf(demo.stdout)}${path}`)
    const answer = response.ok ? await response.text() : ''
    demo.kill(signal)
    const [code, by] = await end
    // Nest ends a process by the signal that it was closed for.
    const well = code === 0 || by === signal || code === 143
    return { answer, ended: well ? 'ended well' : `ended with ${String(code ?? by)}` }
  } finally {
    demo.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The address that an example prints.
 * @param {import('node:stream').Readable} output
 */
async function originOf(output) {
  for await (const line of createInterface(output)) {
    const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (origin !== undefined) {
      output.resume()
      return origin
    }
  }
  throw new Error('the example ended before it said where it listens')
}
