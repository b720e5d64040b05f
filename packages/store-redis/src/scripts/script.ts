import { createHash } from 'node:crypto'

/** A Lua script: one atomic call. */
export class Script {
  readonly text: string
  /** Under which Redis knows it once it ran. */
  readonly sha: string

  constructor(text: string) {
    this.text = text
    this.sha = createHash('sha1').update(text).digest('hex')
  }
}
