import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'

/** How a server of one kind is run in a folder of its own. */
export interface ServerKind {
  /** Programs that have to be there. */
  readonly needs: readonly string[]
  /** The user whose it has to be when root starts it; null = anybody's. */
  readonly user: string | null
  /** Commands that make its files, each with its words. */
  prepare(folder: string): readonly (readonly string[])[]
  run(folder: string, port: number): readonly string[]
  /** How it ends gently; at once it is killed. */
  readonly gently: NodeJS.Signals
  url(port: number): string
}

/** A server that is this run's alone. */
export class PrivateServer {
  readonly port: number
  readonly #kind: ServerKind
  readonly #folder: string
  #process: ChildProcess | null = null

  static async start(kind: ServerKind, folder: string): Promise<PrivateServer> {
    const server = new PrivateServer(kind, folder, await freePort())
    for (const command of kind.prepare(folder)) server.#prepare(command)
    await server.#run()
    return server
  }

  constructor(kind: ServerKind, folder: string, port: number) {
    this.#kind = kind
    this.#folder = folder
    this.port = port
    process.once('exit', () => void this.#process?.kill('SIGKILL'))
  }

  async restart(how: 'gently' | 'at once'): Promise<void> {
    await this.stop(how)
    await this.#run()
  }

  async stop(how: 'gently' | 'at once'): Promise<void> {
    const child = this.#process
    if (child === null) return
    const exited = once(child, 'exit')
    child.kill(how === 'gently' ? this.#kind.gently : 'SIGKILL')
    await exited
    this.#process = null
  }

  #prepare(command: readonly string[]): void {
    const [program = '', ...args] = this.#asUser(command)
    const { status, stderr } = spawnSync(program, args, { cwd: this.#folder, encoding: 'utf8' })
    if (status !== 0) throw new Error(`${command[0]} failed: ${stderr}`)
  }

  async #run(): Promise<void> {
    const [program = '', ...args] = this.#asUser(this.#kind.run(this.#folder, this.port))
    const log = openSync(join(this.#folder, '..', 'server.log'), 'a')
    this.#process = spawn(program, args, { cwd: this.#folder, stdio: ['ignore', log, log] })
    closeSync(log)
    await answering(this.port)
  }

  #asUser(command: readonly string[]): readonly string[] {
    const { user } = this.#kind
    if (user === null || process.getuid?.() !== 0) return command
    return ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...command]
  }
}

/** Resolves when somebody takes connections there. */
async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await takes(port)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the server did not start')
}

function takes(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
