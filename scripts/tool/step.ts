/** One program of a task: `node` or `pnpm`, with its words, run at the root of the repository. */
export interface Step {
  readonly says: string
  readonly program: 'node' | 'pnpm'
  readonly args: readonly string[]
  /** It runs until somebody stops it, so it must stop by itself when its parent was killed. */
  readonly stays?: boolean
}

/** The Node to run, and the environment in which it and pnpm are found. */
export interface Toolbox {
  readonly node: string
  readonly env: NodeJS.ProcessEnv
}
