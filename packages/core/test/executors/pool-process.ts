import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./pool-program.ts', import.meta.url))

/** The program in a process of its own, and the processes of its runs. */
export class PoolProcess implements AsyncDisposable {
  readonly ended: Promise<number | string>
  readonly #child: ChildProcess
  #output = ''

  constructor(...args: readonly string[]) {
    this.#child = spawn(process.execPath, ['--conditions=punctual-src', program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.ended = once(this.#child, 'exit').then(([code, signal]) => code ?? signal)
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  get output(): string {
    return this.#output
  }

  /** How many lines begin like this. */
  count(line: string): number {
    return this.#output.split('\n').filter((one) => one.startsWith(line)).length
  }

  /** The processes that its runs told of, but for its own. */
  get workers(): readonly number[] {
    const told = this.#output.matchAll(/^(?:begun|answer) (\d+)$/gm)
    return [...told].map(([, pid]) => Number(pid)).filter((pid) => pid !== this.#child.pid)
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Resolves when that many runs are under way. */
  async begun(runs: number): Promise<void> {
    await until(() => {
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.#output}`)
      return this.count('begun') === runs
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await this.ended
    for (const pid of this.workers.filter(isAlive)) process.kill(pid, 'SIGKILL')
  }
}

/** Looks again until it holds; the test's own time limit ends the wait. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Whether a process runs; one that has ended and that nobody has asked for does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return process.platform !== 'linux'
  }
}
