import { fork } from 'node:child_process'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'

/** A process of its own that a test talks to. */
export interface Child {
  say(message: string): void
  /** The next message that it sends; rejects when it ends before. */
  hear(): Promise<unknown>
  /** When it has ended: the signal that ended it. */
  readonly ended: Promise<NodeJS.Signals | null>
}

/** Starts a script of `children/`, as Node runs it without a build; it is killed when the test is over. */
export function startChild(script: string, args: readonly string[]): Child {
  const child = fork(new URL(`children/${script}.ts`, import.meta.url), args, {
    execArgv: ['--conditions=punctual-src', '--disable-warning=ExperimentalWarning'],
  })
  const ended = once(child, 'exit').then(() => child.signalCode)
  const heard: unknown[] = []
  let wake: (() => void) | null = null
  child.on('message', (message) => {
    heard.push(message)
    wake?.()
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    say: (message) => void child.send(message),
    async hear() {
      const gone = ended.then(() => heard.length > 0)
      while (heard.length === 0) {
        const more = new Promise<boolean>((resolve) => (wake = () => resolve(true)))
        if (!(await Promise.race([more, gone]))) throw new Error(`${script} ended without a word`)
      }
      return heard.shift()
    },
    ended,
  }
}
