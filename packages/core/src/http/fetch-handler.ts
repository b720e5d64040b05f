/** Where a handler is mounted. */
export interface FetchContext {
  /** The path before it, without a slash at its end; empty at the root. The path of the request is what comes after it. */
  readonly basePath: string
}

/** Answers Web-standard requests; every framework mounts it. */
export type FetchHandler = (request: Request, context: FetchContext) => Response | Promise<Response>
