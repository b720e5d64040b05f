import { Inject, Injectable, Scope } from '@nestjs/common'
import { ContextIdFactory, ModuleRef, REQUEST, type ContextId } from '@nestjs/core'
import { cron, defineTask, type EventOf, type RunContext } from '@punctual/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { OnJobEvent, OnTask, Scheduled } from '../src/index.ts'
import { ran, start } from './nest-apps.ts'

const DAILY = cron('0 9 * * *')
const seen: unknown[] = []
beforeEach(() => void (seen.length = 0))

let made = 0
@Injectable({ scope: Scope.REQUEST })
class UnitOfWork {
  readonly number = (made += 1)
  readonly run: RunContext
  constructor(@Inject(REQUEST) run: RunContext) {
    this.run = run
  }
}

class Consumer {
  readonly work: UnitOfWork
  constructor(@Inject(UnitOfWork) work: UnitOfWork) {
    this.work = work
  }
  @Scheduled(DAILY)
  go(run: RunContext) {
    seen.push(this.work.run === run)
    return this.work.number
  }
}

test('a request-scoped provider is made for each run, and its request is the run', async () => {
  const { scheduler } = await start({ providers: [UnitOfWork, Consumer] })
  const first = await ran(scheduler, 'Consumer.go')
  const second = await ran(scheduler, 'Consumer.go')
  expect(second.result).toBe(Number(first.result) + 1)
  expect(seen).toEqual([true, true])
})

test('one run has one scope, which its request leads to', async () => {
  class Finder {
    readonly #ref: ModuleRef
    readonly #work: UnitOfWork
    constructor(@Inject(ModuleRef) ref: ModuleRef, @Inject(UnitOfWork) work: UnitOfWork) {
      this.#ref = ref
      this.#work = work
    }
    @Scheduled(DAILY)
    async go(run: RunContext) {
      const scope = ContextIdFactory.getByRequest(run)
      return (await this.#ref.resolve(UnitOfWork, scope)) === this.#work
    }
  }
  const { scheduler } = await start({ providers: [UnitOfWork, Finder] })
  expect(await ran(scheduler, 'Finder.go')).toMatchObject({ state: 'succeeded', result: true })
})

test('a transient provider is made for each run', async () => {
  @Injectable({ scope: Scope.TRANSIENT })
  class Counter {
    #calls = 0
    @Scheduled(DAILY) go() {
      this.#calls += 1
      return this.#calls
    }
  }
  const { scheduler } = await start({ providers: [Counter] })
  await ran(scheduler, 'Counter.go')
  expect(await ran(scheduler, 'Counter.go')).toMatchObject({ result: 1 })
})

test('a provider that cannot be made fails the run', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class Broken {
    constructor() {
      throw new Error('no database')
    }
    @Scheduled(DAILY) go() {}
  }
  const { scheduler } = await start({ providers: [Broken] })
  expect(await ran(scheduler, 'Broken.go')).toMatchObject({
    state: 'failed',
    error: { message: 'no database' },
  })
})

test('a request-scoped listener is made for each event', async () => {
  @Injectable({ scope: Scope.REQUEST })
  class Listener {
    readonly #event: unknown
    constructor(@Inject(REQUEST) event: unknown) {
      this.#event = event
    }
    @OnJobEvent('run:succeeded') hear(event: EventOf<'run:succeeded'>) {
      seen.push(event === this.#event)
      done.resolve()
    }
  }
  class Jobs {
    @Scheduled(DAILY) go() {}
  }
  const done = Promise.withResolvers<void>()
  const { scheduler } = await start({ providers: [Jobs, Listener] })
  await ran(scheduler, 'Jobs.go')
  await done.promise
  expect(seen).toEqual([true])
})

afterEach(() => {
  // Nest has one strategy for the whole process, and no way to take it back.
  Reflect.deleteProperty(ContextIdFactory, 'strategy')
})

test('durable providers live as long as the strategy says, and their request is its payload', async () => {
  const tenants = new Map<string, ContextId>()
  ContextIdFactory.apply({
    attach(scope: ContextId, run: RunContext<{ tenant: string }>) {
      const { tenant } = run.input
      const parent = tenants.get(tenant) ?? ContextIdFactory.create()
      tenants.set(tenant, parent)
      return { resolve: (info) => (info.isTreeDurable ? parent : scope), payload: { tenant } }
    },
  })
  const task = defineTask<{ tenant: string }, string>('tenant')
  @Injectable({ scope: Scope.REQUEST, durable: true })
  class Tenant {
    #calls = 0
    readonly #request: { readonly tenant: string }
    constructor(@Inject(REQUEST) request: { readonly tenant: string }) {
      this.#request = request
    }
    @OnTask(task) go() {
      this.#calls += 1
      return `${this.#request.tenant} ${this.#calls}`
    }
  }
  const { scheduler } = await start({ providers: [Tenant] })
  const results: unknown[] = []
  for (const tenant of ['red', 'blue', 'red']) {
    const handle = await scheduler.runTask(task, { tenant })
    results.push((await handle.finished()).result)
  }
  expect(results).toEqual(['red 1', 'blue 1', 'red 2'])
})
