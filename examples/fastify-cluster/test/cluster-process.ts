import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Beat } from '../src/beats.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** What the cluster tells of itself. */
export interface Overview {
  readonly answeredBy: number
  readonly nodes: readonly string[]
  readonly fires: Readonly<Record<string, number>>
  readonly latest: readonly Beat[]
}

/** The three servers and the process that keeps them. */
export class ClusterProcess implements AsyncDisposable {
  readonly ended: Promise<number | string>
  readonly #child: ChildProcess
  readonly #folder: string
  #output = ''
  #url = ''

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child
    this.#folder = folder
    this.ended = once(child, 'exit').then(([code, signal]) => code ?? signal)
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    }
  }

  static start(env: Record<string, string>): ClusterProcess {
    const folder = mkdtempSync(join(tmpdir(), 'punctual cluster '))
    const child = spawn(process.execPath, ['--conditions=punctual-src', main], {
      env: { ...process.env, DATABASE: join(folder, 'cluster.sqlite'), PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return new ClusterProcess(child, folder)
  }

  /** Resolves once all servers listen, and know each other. */
  async ready(): Promise<void> {
    await this.until(() => this.#output.includes('Stop them with'))
    this.#url = /on (http:[^\s,]+\d):/.exec(this.#output)?.[1] ?? ''
    await this.until(async () => (await this.overview()).nodes.length === 3)
  }

  get database(): string {
    return join(this.#folder, 'cluster.sqlite')
  }

  get output(): string {
    return this.#output
  }

  /** The process ids of the servers. */
  get servers(): readonly number[] {
    const [, ids = ''] = /on http:\S+ ([\d, ]+)\./.exec(this.#output) ?? []
    return ids.split(', ').map(Number)
  }

  terminate(): void {
    this.#child.kill('SIGTERM')
  }

  async fetch(path: string, init?: RequestInit): Promise<Response> {
    return await fetch(this.#url + path, init)
  }

  async overview(): Promise<Overview> {
    return (await (await this.fetch('/')).json()) as Overview
  }

  /** The runs of the job that the route declares, the latest first. */
  async reports(): Promise<readonly { readonly state: string; readonly result: unknown }[]> {
    const { items } = (await (await this.fetch('/reports')).json()) as {
      items: { state: string; result: unknown }[]
    }
    return items
  }

  /** Looks again until it holds; the test's own time limit ends the wait. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (this.#child.exitCode !== null) throw new Error(`the cluster ended: ${this.#output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      for (const pid of this.servers.filter((one) => one > 0 && isAlive(one)))
        process.kill(pid, 'SIGKILL')
      this.#child.kill('SIGKILL')
    }
    await this.ended
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
