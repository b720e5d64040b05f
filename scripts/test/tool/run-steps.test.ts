import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { beforeEach, expect, test, vi } from 'vitest'
import { runSteps } from '../../tool/run-steps.mjs'
import type { Step } from '../../tool/step.ts'

const tools = { node: process.execPath, env: process.env }
const counts = `
  let signals = 0
  process.on('SIGINT', () => console.log('got', ++signals))
  process.on('SIGTERM', () => process.exit(40 + signals))
  setInterval(() => {}, 1000)
  console.log('up')
`

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
})

test('the exit code is that of the first step that fails, and no other step begins', async () => {
  expect(await runSteps([step(''), step('process.exit(7)'), step('process.exit(8)')], tools)).toBe(
    7,
  )
  expect(await runSteps([step(''), step('')], tools)).toBe(0)
})

test('a step that dies of a signal counts as failed', async () => {
  expect(await runSteps([step('process.kill(process.pid, "SIGKILL")')], tools)).toBe(137)
})

test('a Ctrl-C that npm delivers again reaches the program once, and its exit code is kept', async () => {
  const tool = start([{ ...step(counts), stays: true }], '0')
  await line(tool, 'up')
  tool.kill('SIGINT')
  await line(tool, 'got 1')
  tool.kill('SIGINT')
  tool.kill('SIGTERM')
  expect(await once(tool, 'exit')).toEqual([41, null])
})

test('a second Ctrl-C, later, reaches it too', async () => {
  const tool = start([step(counts)], '(globalThis.times = (globalThis.times ?? 0) + 1) * 500')
  await line(tool, 'up')
  tool.kill('SIGINT')
  await line(tool, 'got 1')
  tool.kill('SIGINT')
  await line(tool, 'got 2')
  tool.kill('SIGTERM')
  expect(await once(tool, 'exit')).toEqual([42, null])
})

test('after a signal no further step begins', async () => {
  const tool = start([step(`${counts};process.on('SIGHUP', () => process.exit(0))`), step('')])
  await line(tool, 'up')
  tool.kill('SIGHUP')
  expect(await once(tool, 'exit')).toEqual([129, null])
})

test('a program that stays is asked to stop when the tool was killed', async () => {
  const stays = `process.on('SIGTERM', () => console.log('asked'));${counts}`
  const tool = start([{ ...step(stays), stays: true }])
  await line(tool, 'up')
  tool.kill('SIGKILL')
  await once(tool, 'close')
  expect(tool.output.at(-1)).toBe('asked')
})

function step(code: string): Step {
  return { says: 'a step', program: 'node', args: ['-e', code] }
}

interface Tool extends ChildProcess {
  readonly output: readonly string[]
}

/** The tool in a process of its own, whose watch shows `now`; it is closed when its program has ended as well. */
function start(steps: readonly Step[], now = '0'): Tool {
  const home = new URL('../../tool/run-steps.mjs', import.meta.url).href
  const code = `
    import { runSteps } from ${JSON.stringify(home)}
    performance.now = () => ${now}
    process.exitCode = await runSteps(${JSON.stringify(steps)}, { node: process.execPath, env: process.env })
  `
  const args = ['--input-type=module', '-e', code]
  const tool = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const output: string[] = []
  createInterface(tool.stdout).on('line', (text) => {
    output.push(text)
    tool.emit(`line ${text}`)
  })
  return Object.assign(tool, { output })
}

/** Its program said this. */
async function line(tool: Tool, text: string): Promise<void> {
  if (!tool.output.includes(text)) await once(tool, `line ${text}`)
}
