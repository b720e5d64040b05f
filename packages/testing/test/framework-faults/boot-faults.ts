import { createScheduler } from '@punctual/core'
import type { AppPlan, PlanJob, RouteReply } from '../../src/conformance/index.ts'
import type { FrameworkFault } from './framework-fault.ts'
import { RawApp, type RawRequest } from './raw-app.ts'

export const bootFaults: readonly FrameworkFault[] = [
  {
    says: 'the scheduler starts when it is made, and not with the server',
    caughtBy: ['boot: nothing runs, and no store is opened, before the server starts'],
    App: class extends RawApp {
      readonly #early: Promise<void>

      constructor(plan: AppPlan) {
        super(plan)
        this.#early = this.life.start()
      }

      override async start(): Promise<number> {
        await this.listen()
        await this.#early
        return this.port()
      }
    },
  },
  {
    says: 'the boot does not wait for the scheduler',
    caughtBy: ['boot: a server that has started has stored its declared jobs, and fires them'],
    App: class extends RawApp {
      override async start(): Promise<number> {
        await this.listen()
        void this.life.start()
        return this.port()
      }
    },
  },
  {
    says: 'requests get a scheduler of their own',
    caughtBy: ['boot: requests are given the scheduler that works'],
    App: class extends RawApp {
      protected override async answer({ url }: RawRequest): Promise<RouteReply> {
        const [route] = this.plan.routes
        const scheduler = createScheduler()
        const params = { id: url.replace('/jobs/', '') }
        const visit = { scheduler, run: null, params, query: {}, headers: {}, body: null }
        return await route!.answer(visit)
      }
    },
  },
  {
    says: 'a declaration that is refused is left out',
    caughtBy: [
      'boot: a declaration that can never be right fails the boot with its code',
      'boot: two declarations of one id fail the boot with their code',
    ],
    App: class extends RawApp {
      protected override declare(job: PlanJob): void {
        try {
          super.declare(job)
        } catch {}
      }
    },
  },
  {
    says: 'a boot that fails says so in words of its own',
    caughtBy: [
      'boot: a declaration that can never be right fails the boot with its code',
      'boot: two declarations of one id fail the boot with their code',
    ],
    App: class extends RawApp {
      protected override declare(job: PlanJob): void {
        try {
          super.declare(job)
        } catch (error) {
          throw new Error('bad job', { cause: error })
        }
      }
    },
  },
  {
    says: 'a boot that fails is swallowed',
    caughtBy: [
      'boot: a declaration that the store refuses fails the boot with its code',
      'boot: a store that does not open fails the boot with its code, and leaves nothing open',
    ],
    App: class extends RawApp {
      override async start(): Promise<number> {
        await this.listen()
        await this.life.start().catch(() => {})
        return this.port()
      }
    },
  },
  {
    says: 'a boot that fails leaves the server listening',
    caughtBy: [
      'boot: a declaration that the store refuses fails the boot with its code',
      'boot: a store that does not open fails the boot with its code, and leaves nothing open',
    ],
    App: class extends RawApp {
      override async start(): Promise<number> {
        await this.listen()
        await this.life.start()
        return this.port()
      }
    },
  },
  {
    says: 'a server that does not listen is not closed',
    caughtBy: ['boot: a server that never started can be closed'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        if (this.server.listening) await super.end()
      }
    },
  },
  {
    says: 'a close during the boot is overheard',
    caughtBy: ['boot: a close during the boot ends both, and leaves nothing open'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        if (this.scheduler.state !== 'starting') await super.end()
      }
    },
  },
]
