// Starts the demo as a user would, asks it for its jobs, and stops it with Ctrl-C: it has to answer and to end well.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'

const folder = mkdtempSync(join(tmpdir(), 'punctual-demo-'))
const env = { ...process.env, PORT: '0', DATABASE: join(folder, 'demo.sqlite') }
const demo = spawn(process.execPath, ['scripts/tool.mjs', 'demo'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const ended = once(demo, 'exit')
try {
  const answer = await fetch(await pageOf(demo.stdout))
  const jobs = /** @type {{ items: unknown[] }} */ (await answer.json())
  demo.kill('SIGINT')
  const [code] = await ended
  console.log(`demo: ${jobs.items.length} jobs, exit code ${code}`)
  if (jobs.items.length === 0 || code !== 0) process.exitCode = 1
} finally {
  demo.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

/**
 * The address that the demo prints for its jobs.
 * @param {import('node:stream').Readable} output
 */
async function pageOf(output) {
  for await (const line of createInterface(output)) {
    const [url] = /http:\/\/\S+\/jobs\b/.exec(line) ?? []
    if (url !== undefined) {
      output.resume()
      return url
    }
  }
  throw new Error('the demo ended before it said where it listens')
}
