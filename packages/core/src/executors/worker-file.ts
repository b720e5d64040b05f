/** A file that a worker is started with: TypeScript where this is run from its sources, else what was built of it. */
export function workerFile(name: string): URL {
  const { url } = import.meta
  return new URL(`./${name}${url.endsWith('.ts') ? '.ts' : '.js'}`, url)
}
