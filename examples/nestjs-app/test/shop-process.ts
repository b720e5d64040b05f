import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('..', import.meta.url))

/** What `npm start` does before it starts the shop. */
export function compile(): void {
  const tsc = 'node_modules/typescript/bin/tsc'
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: home,
    stdio: 'inherit',
  })
}

/** The shop in a process of its own. */
export class ShopProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly ended: Promise<number | string>
  output = ''
  #url = ''

  private constructor(child: ChildProcess) {
    this.#child = child
    this.ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text))
    }
  }

  /** Resolves once the shop answers. */
  static async start(database: string, env: Record<string, string> = {}): Promise<ShopProcess> {
    const child = spawn(process.execPath, ['dist/main.js'], {
      cwd: home,
      env: { ...process.env, NO_COLOR: '1', DATABASE: database, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const shop = new ShopProcess(child)
    await shop.until(() => /Shop on (\S+)\./.test(shop.output))
    shop.#url = /Shop on (\S+)\./.exec(shop.output)?.[1] ?? ''
    return shop
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  async get<T>(path: string): Promise<T> {
    return (await (await fetch(`${this.#url}${path}`)).json()) as T
  }

  async post<T>(path: string, body: object = {}): Promise<{ status: number; body: T }> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as T }
  }

  /** Looks again until it holds; the test's own time limit ends the wait. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (this.#child.exitCode !== null) throw new Error(`the shop ended: ${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill('SIGKILL')
    }
    await this.ended
  }
}
