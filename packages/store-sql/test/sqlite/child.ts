import { fork } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** A process of its own that a test talks to. */
export interface Child {
  readonly pid: number
  say(message: string): void
  /** The next message that it sends; rejects when it ends before. */
  hear(): Promise<unknown>
  kill(): Promise<void>
}

/** Starts a script of `children/`, as Node runs it without a build; it is killed when the test is over. */
export function startChild(script: string, args: readonly string[] = []): Child {
  const child = fork(new URL(`children/${script}.ts`, import.meta.url), args, {
    execArgv: ['--conditions=punctual-src', '--disable-warning=ExperimentalWarning'],
  })
  const ended = once(child, 'exit')
  const heard: unknown[] = []
  let wake: (() => void) | null = null
  child.on('message', (message) => {
    heard.push(message)
    wake?.()
  })
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return {
    pid: child.pid ?? 0,
    say: (message) => void child.send(message),
    async hear() {
      const gone = ended.then(() => heard.length > 0)
      while (heard.length === 0) {
        const more = new Promise<boolean>((resolve) => (wake = () => resolve(true)))
        if (!(await Promise.race([more, gone]))) throw new Error(`${script} ended without a word`)
      }
      return heard.shift()
    },
    kill,
  }
}
