import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** An answer of the server: a run, or what was ordered. */
export interface Answer {
  readonly run?: string
  readonly state?: string
  readonly cancelled?: boolean
  readonly result?: { readonly year: number; readonly total: number; readonly thread: number }
}

/** The server in a process of its own. */
export class ReportServer implements AsyncDisposable {
  readonly ended: Promise<number | string>
  readonly #child: ChildProcess
  #output = ''
  #url = ''

  private constructor(env: Readonly<Record<string, string>>) {
    this.#child = spawn(process.execPath, ['--conditions=punctual-src', main], {
      env: { ...process.env, PORT: '0', KILL_AFTER: '200ms', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.ended = once(this.#child, 'exit').then(([code, signal]) => code ?? signal)
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  /** Resolves once it answers. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<ReportServer> {
    const server = new ReportServer(env)
    await server.until(() => /on (http:\S+),/.test(server.#output))
    server.#url = /on (http:\S+),/.exec(server.#output)?.[1] ?? ''
    return server
  }

  async call(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    return (await response.json()) as Answer
  }

  /** The id of a run of a report of that many orders. */
  async order(orders: number): Promise<string> {
    const { run = '' } = await this.call('POST', '/reports', { year: 2025, orders })
    return run
  }

  /** The events of a run, one text each, until the server ends the stream. */
  async *progress(run: string): AsyncIterable<string> {
    const { body } = await fetch(`${this.#url}/reports/${run}/progress`)
    let text = ''
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      yield* events
    }
  }

  /** Looks again until it holds; the test's own time limit ends the wait. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended: ${this.#output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal('SIGKILL')
    await this.ended
  }
}
