import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

const NODES = 3
const CONNECTIONS = 12
/** Each is due once a second: 1,000 fires a second over the cluster. */
const JOBS = 1_000
const PAIRS = 5
const SECONDS = 4
const program = fileURLToPath(new URL('./web-process.ts', import.meta.url))

/**
 * Three server processes on one SQLite file, under requests at a third of the rate that they manage at most: the 99th
 * percentile of the requests with 1,000 fires a second beside none, in alternating pairs, and whether each fire ran once.
 */
export async function webLoad(framework: string): Promise<Record<string, number | null>> {
  const spread = await underLoad(framework, 'spread')
  const herd = await underLoad(framework, 'herd')
  return {
    ...spread,
    'p99 with ms, all due at once': herd['p99 with ms'] ?? null,
    'p99 ratio, all due at once': herd['p99 ratio'] ?? null,
    'fires that ran twice, all due at once': herd['fires that ran twice'] ?? null,
  }
}

async function underLoad(
  framework: string,
  due: 'spread' | 'herd',
): Promise<Record<string, number | null>> {
  const folder = mkdtempSync(join(tmpdir(), 'punctual-bench-'))
  const children = await startAll(framework, join(folder, 'jobs.sqlite'), due)
  try {
    const ports = await Promise.all(children.map(({ port }) => port))
    const urls = ports.map((port) => `http://127.0.0.1:${port}/items/42`)
    await load(urls, null)
    const most = (await load(urls, null)).requests.average
    const rate = Math.floor(most / 3)
    const pairs: { without: number; with: number }[] = []
    const begun = await countOf(children)
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const without = (await load(urls, rate)).latency.p99
      tell(children, 'resume')
      const busy = (await load(urls, rate)).latency.p99
      tell(children, 'pause')
      pairs.push({ without, with: busy })
    }
    const fired = ((await countOf(children)) - begun) / (PAIRS * SECONDS)
    const { twice, all } = await endOf(children)
    const ratios = pairs.map((pair) => pair.with / pair.without)
    return {
      'saturated requests/s': most,
      'offered requests/s': rate,
      'fires/s': fired,
      'p99 without ms': median(pairs.map((pair) => pair.without)),
      'p99 with ms': median(pairs.map((pair) => pair.with)),
      'p99 ratio': median(ratios),
      'fires in all': all,
      'fires that ran twice': twice,
    }
  } finally {
    for (const { child } of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Child {
  readonly child: ChildProcess
  readonly port: Promise<number>
}

/** One after the other: the first makes the tables. */
async function startAll(framework: string, path: string, due: string): Promise<readonly Child[]> {
  const children: Child[] = []
  for (let node = 0; node < NODES; node += 1) {
    const child = fork(program, [framework, path, String(JOBS), due])
    const port = heard<{ port: number }>(child).then((message) => message.port)
    children.push({ child, port })
    await port
  }
  return children
}

async function heard<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`a server process ended with code ${String(code)}`)
  })
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message as T
}

function tell(children: readonly Child[], word: string): void {
  for (const { child } of children) child.send(word)
}

async function countOf(children: readonly Child[]): Promise<number> {
  const counts = children.map(({ child }) => heard<{ count: number }>(child))
  tell(children, 'count')
  return (await Promise.all(counts)).reduce((sum, { count }) => sum + count, 0)
}

async function endOf(children: readonly Child[]): Promise<{ twice: number; all: number }> {
  const lists = children.map(({ child }) => heard<{ fires: [string, number][] }>(child))
  tell(children, 'end')
  const fires = (await Promise.all(lists)).flatMap((list) => list.fires)
  return { twice: fires.length - new Set(fires.map(String)).size, all: fires.length }
}

async function load(urls: string[], rate: number | null): Promise<autocannon.Result> {
  return await autocannon({
    // A list of servers is taken, though the types know one only.
    url: urls as unknown as string,
    connections: CONNECTIONS,
    duration: SECONDS,
    ...(rate !== null && { overallRate: rate }),
  })
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
