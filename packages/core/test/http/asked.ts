import type { FetchHandler } from '../../src/http/fetch-handler.ts'
import { Exposition } from './exposition.ts'

/** What a handler answers to a request that comes without a server. */
export async function asked(
  handler: FetchHandler,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  return await handler(new Request(`http://localhost${path}`, init), { basePath: '' })
}

export async function scraped(handler: FetchHandler): Promise<Exposition> {
  return new Exposition(await (await asked(handler, '/metrics')).text())
}
