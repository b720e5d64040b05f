/** @import { ChildProcess } from 'node:child_process' */
/** @import { Step, Toolbox } from './step.ts' */
import { spawn } from 'node:child_process'
import process from 'node:process'
import { Relay } from './relay.mjs'

const lifeline = new URL('./lifeline.mjs', import.meta.url).href

/**
 * Runs the steps one after another and answers the exit code: of the first that fails, else of the last.
 * A signal goes to the running step, and no further step begins.
 * @param {readonly Step[]} steps
 * @param {Toolbox} tools
 */
export async function runSteps(steps, tools) {
  const relay = new Relay()
  let code = 0
  for (const step of steps) {
    console.log(`punctual: ${step.says}`)
    code = await relay.ended(start(step, tools))
    if (code !== 0) break
    if (relay.exitCode !== 0 && step !== steps.at(-1)) return relay.exitCode
  }
  return code
}

/**
 * In a process group of its own, so that a Ctrl-C reaches it through us alone.
 * @param {Step} step
 * @param {Toolbox} tools
 * @returns {ChildProcess}
 */
function start(step, { node, env }) {
  const stays = step.stays === true
  return spawn(
    step.program === 'node' ? node : step.program,
    stays ? ['--import', lifeline, ...step.args] : step.args,
    {
      stdio: ['inherit', 'inherit', 'inherit', stays ? 'pipe' : 'ignore'],
      env: stays ? { ...env, PUNCTUAL_LIFELINE: '3' } : env,
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32' && step.program !== 'node',
    },
  )
}
