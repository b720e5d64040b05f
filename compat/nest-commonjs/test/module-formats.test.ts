import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const home = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const tsc = home('../../node_modules/typescript/bin/tsc')

const done = new Map<string, Promise<string>>()

function compiled(type: 'commonjs' | 'module'): Promise<string> {
  const main = done.get(type) ?? compile(type)
  done.set(type, main)
  return main
}

/** Compiles the application as users do, against the built packages; the nearest package.json says to what. */
async function compile(type: 'commonjs' | 'module'): Promise<string> {
  const folder = home(`.cache/${type}`)
  await mkdir(folder, { recursive: true })
  await cp(home('app'), folder, { recursive: true })
  await writeFile(`${folder}/package.json`, JSON.stringify({ type }))
  await promisify(execFile)(process.execPath, [tsc, '-p', folder])
  return `${folder}/main.js`
}

interface Running {
  readonly child: ChildProcess
  readonly lines: string[]
  /** Resolves with the first line that has the text. */
  line(text: string): Promise<string>
}

function run(main: string, ...args: string[]): Running {
  const { NODE_ENV: _test, NODE_OPTIONS: _none, ...env } = process.env
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting: { text: string; resolve(line: string): void }[] = []
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line)
      for (const { text, resolve } of waiting) if (line.includes(text)) resolve(line)
    })
  }
  const line = async (text: string): Promise<string> => {
    const there = lines.find((one) => one.includes(text))
    if (there !== undefined) return there
    const come = new Promise<string>((resolve) => waiting.push({ text, resolve }))
    const gone = once(child, 'close').then(() => {
      throw new Error(`it ended without "${text}":\n${lines.join('\n')}`)
    })
    return await Promise.race([come, gone])
  }
  return { child, lines, line }
}

test.for(['commonjs', 'module'] as const)(
  'an application compiled to %s runs jobs, and ends them before a signal ends it',
  async (type) => {
    const main = await compiled(type)
    expect((await readFile(main, 'utf8')).includes('require("@punctual/nestjs")')).toBe(
      type === 'commonjs',
    )
    const { child, line, lines } = run(main, '--hooks')
    const [, url = ''] = (await line('listening')).split(' ')
    await line('begun Greeter.watch')
    const answer = await fetch(url)
    expect(await answer.json()).toEqual({ injected: true, said: 'hello Ada' })
    const closed = once(child, 'close')
    child.kill('SIGTERM')
    expect(await closed).toEqual([null, 'SIGTERM'])
    expect(lines).toEqual([expect.any(String), expect.any(String), 'ended Greeter.watch'])
  },
)

test('an application without shutdown hooks is told so once, with the line to add', async () => {
  const { line, lines } = run(await compiled('commonjs'))
  const warning = await line('app.enableShutdownHooks()')
  expect(warning).toContain('SIGTERM')
  expect(lines.filter((one) => one.includes('enableShutdownHooks'))).toHaveLength(1)
})
