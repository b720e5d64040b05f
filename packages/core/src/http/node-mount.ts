/** Where a request of node:http meets a handler. */
export interface NodeMount {
  /** The path of the mount, without a slash at its end; empty at the root. */
  readonly basePath: string
  /** Path and query after the mount. */
  readonly url: string
  /** The body, where a parser of the framework has read it already: text and bytes as they are, anything else as JSON. */
  readonly body?: unknown
}
