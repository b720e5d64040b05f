import { executorCasesFor, type ExecutorHarness } from '@punctual/testing/conformance'
import type { Executor } from '@punctual/core'
import { expect, test, vi } from 'vitest'
import type { ExecutorContract, Work } from '../../src/executors/executor.ts'
import { InlineExecutor } from '../../src/executors/inline.ts'
import { inlineHarness, threadsHarness } from './harnesses.ts'

vi.setConfig({ testTimeout: 120_000 })

type Run = Work['run']

/** What an executor gets wrong: in what it shows of a run, or in how that ends. */
interface Fault {
  readonly run?: (run: Run) => Partial<Run>
  readonly end?: (ended: Promise<unknown>) => Promise<unknown>
}

/** What each fault must be found by; the others of its cases may pass. */
const contextFaults: Readonly<Record<string, Fault & { readonly case: RegExp }>> = {
  'forgets progress': { case: /progress is told/, run: () => ({ progress: () => {} }) },
  'forgets lines': {
    case: /lines are written/,
    run: ({ log }) => ({ log: { ...log, info() {}, warn() {} } }),
  },
  'never aborts': {
    case: /time limit aborts/,
    run: () => ({ signal: new AbortController().signal }),
  },
  'always runs the first attempt': { case: /further attempt/, run: () => ({ attempt: 1 }) },
  'loses the input': { case: /the whole run/, run: () => ({ input: null }) },
  'loses what went before': { case: /follows another/, run: () => ({ upstream: [] }) },
  'loses the class of errors': {
    case: /retryIf judges/,
    end: (ended) => ended.catch((error: Error) => Promise.reject(new Error(error.message))),
  },
  'tries again what gave up': {
    case: /gives up/,
    end: (ended) => ended.catch((error: Error) => Promise.reject(new Error(error.message))),
  },
  'makes text of results': {
    case: /by value/,
    end: (ended) => ended.then((value) => JSON.stringify(value)),
  },
  'hides what is no JSON': {
    case: /no JSON/,
    end: (ended) => ended.then((value) => JSON.parse(JSON.stringify(value ?? null)) as unknown),
  },
}

test.each(Object.entries(contextFaults))('an executor that %s is found', async (_, fault) => {
  const open = ({ size }: { readonly size: number }): Executor =>
    faulty(new InlineExecutor(size), fault)
  await expectFound({ ...inlineHarness, patience: 1_000, open }, fault.case)
})

test('the same executor without a fault is found by none of them', async () => {
  const open = ({ size }: { readonly size: number }): Executor =>
    faulty(new InlineExecutor(size), {})
  const cases = executorCasesFor(inlineHarness.capabilities)
  for (const fault of Object.values(contextFaults)) {
    await cases.find(({ name }) => fault.case.test(name))?.run({ ...inlineHarness, open })
  }
})

test.each([
  ['never ends a worker', /loop that is cancelled/, { kill: undefined }],
  ['takes more at once than its size', /no more/, { size: 100 }],
  ['takes functions', /function is refused/, { takes: 'anything' as const }],
])('an executor that %s is found', async (_, name, fault) => {
  const opened: ExecutorContract[] = []
  const open = (plan: { readonly size: number }): Executor => {
    // What a factory gives is an executor, of which the public type shows less.
    const real = threadsHarness.open(plan) as ExecutorContract
    opened.push(real)
    return { ...bound(real), ...fault }
  }
  await expectFound({ ...threadsHarness, patience: 3_000, open }, name)
  for (const executor of opened) {
    for (const run of runs.get(executor) ?? []) executor.kill?.(run)
    await executor.close(Promise.resolve())
  }
})

const runs = new Map<ExecutorContract, Run[]>()

function bound(real: ExecutorContract): ExecutorContract {
  return {
    ...{ kind: real.kind, size: real.size, takes: real.takes },
    execute: (work) => {
      runs.set(real, [...(runs.get(real) ?? []), work.run])
      return real.execute(work)
    },
    kill: (run) => real.kill?.(run),
    close: (deadline) => real.close(deadline),
  }
}

function faulty(
  real: InlineExecutor,
  { run: change = () => ({}), end = (ended) => ended }: Fault,
): Executor {
  const executor: ExecutorContract = {
    ...{ kind: real.kind, size: real.size, takes: real.takes },
    execute: ({ run, code }) => {
      const changed = change(run)
      const seen = new Proxy(run, {
        get: (target, name) => {
          const value: unknown = Reflect.get(name in changed ? changed : target, name)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
      return end(real.execute({ run: seen, code }))
    },
    close: () => real.close(),
  }
  return executor
}

async function expectFound(harness: ExecutorHarness, name: RegExp): Promise<void> {
  const found = executorCasesFor(harness.capabilities).filter((one) => name.test(one.name))
  expect(found).toHaveLength(1)
  await expect(found[0]!.run(harness)).rejects.toThrow()
}
