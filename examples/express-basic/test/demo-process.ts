import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** A folder for one test, removed with what is in it. */
export function folder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'punctual demo '))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The reminder service in a process of its own. */
export class DemoProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #ended: Promise<number | string>
  #output = ''
  #url = ''

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  /** Resolves once the service answers. */
  static async start(database: string, env: Record<string, string> = {}): Promise<DemoProcess> {
    const child = spawn(process.execPath, ['--conditions=punctual-src', main], {
      env: { ...process.env, DATABASE: database, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const demo = new DemoProcess(child)
    await demo.until(() => /on (http:\S+),/.test(demo.#output))
    demo.#url = /on (http:\S+),/.exec(demo.#output)?.[1] ?? ''
    return demo
  }

  get output(): string {
    return this.#output
  }

  /** The exit code, or the name of the signal. */
  get ended(): Promise<number | string> {
    return this.#ended
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async call(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Answer }> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Answer }
  }

  get(path: string): Promise<Answer> {
    return this.call('GET', path).then((answer) => answer.body)
  }

  /** Looks again until it holds; the test's own time limit ends the wait. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (this.#child.exitCode !== null) throw new Error(`the demo ended: ${this.#output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** The only run of a job, once it is in this state. */
  async runIn(state: string, jobId: string): Promise<Answer> {
    let run: Answer = {}
    await this.until(async () => {
      const { items = [] } = await this.get(`/jobs/${encodeURIComponent(jobId)}/runs`)
      run = items[0] ?? {}
      return run.state === state
    })
    return run
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null)
      this.#child.kill('SIGKILL')
    await this.#ended
  }
}

/** What the service answers: jobs, runs, records and lists of them. */
export interface Answer {
  readonly id?: string
  readonly state?: string
  readonly code?: string
  readonly run?: string
  readonly reason?: string
  readonly says?: string
  readonly attempt?: number
  readonly removed?: boolean
  readonly cancelled?: boolean
  readonly nextFireAt?: number | null
  readonly items?: readonly Answer[]
  readonly length?: number
  readonly result?: unknown
}
