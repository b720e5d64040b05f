import type { Express, Router } from 'express'

/** One entry of a router, so much of it as Express 4 and 5 have in common. */
export interface Layer {
  readonly handle: unknown
  readonly route?: RouteEntry | undefined
  /** Express 5: mounted at the root. */
  readonly slash?: boolean
  /** Express 4: the same. */
  readonly regexp?: { readonly fast_slash?: boolean }
}

/** A route as its router keeps it. */
export interface RouteEntry {
  readonly path: unknown
  readonly stack: readonly { readonly handle: unknown; readonly method?: string | undefined }[]
}

/** The entries of the router of an app, in the order in which requests meet them. */
export function stackOf(app: Express): readonly Layer[] {
  // Express 4 makes its router with the first route, as `_router`, and its `router` throws. The types are those of 5.
  const either = app as unknown as { readonly _router?: Router; readonly router: Router }
  return nestedStack(isExpress4(app) ? either._router : either.router) ?? []
}

/** Express 5 has no such method any more. */
export function isExpress4(app: object): boolean {
  return 'lazyrouter' in app
}

/** The entries of a router that was mounted; null where the function is no router. */
export function nestedStack(handle: unknown): readonly Layer[] | null {
  if (typeof handle !== 'function' || !('stack' in handle)) return null
  // The shape of its entries is what this file is about.
  return Array.isArray(handle.stack) ? (handle.stack as readonly Layer[]) : null
}

/** True where a router was mounted without a path, so that its routes keep theirs. */
export function atRoot({ slash, regexp }: Layer): boolean {
  return slash === true || regexp?.fast_slash === true
}
