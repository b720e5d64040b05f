import { Server as NetServer } from 'node:net'
import type { RunContext } from '@punctual/core'
import { ServerLife } from '@punctual/core/framework'
import type { AppPlan, RouteReply } from '../../src/conformance/index.ts'
import type { FrameworkFault } from './framework-fault.ts'
import { RawApp, type RawRequest } from './raw-app.ts'

type Run = RunContext<unknown> | null

export const closeFaults: readonly FrameworkFault[] = [
  {
    says: 'the close does not wait for runs',
    caughtBy: ['close: a run in flight ends first, and its outcome is stored'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        this.life.beginClosing()
        await this.closeHttp()
        void this.life.end()
      }
    },
  },
  {
    says: 'the scheduler goes on as long as runs and requests do',
    caughtBy: [
      'close: nothing that falls due while runs end is started',
      'close: nothing that falls due while requests end is started',
      'close: the scheduler is not ready from the moment the close begins',
    ],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        await this.closeHttp()
        while ((await this.scheduler.listRuns({ state: 'running' })).items.length > 0) {
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        await this.life.end()
      }
    },
  },
  {
    says: 'the scheduler goes on as long as requests do',
    caughtBy: [
      'close: nothing that falls due while requests end is started',
      'close: the scheduler is not ready from the moment the close begins',
    ],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        await this.closeHttp()
        await this.life.end()
      }
    },
  },
  {
    says: 'open requests are cut off at once',
    caughtBy: ['close: an open request is answered to its end'],
    App: class extends RawApp {
      protected override async closeHttp(): Promise<void> {
        this.server.closeAllConnections()
        await super.closeHttp()
      }
    },
  },
  {
    says: 'open requests are turned away while the server closes',
    caughtBy: [
      'close: an open request is answered to its end',
      'close: a request that is open while runs end may still add a job',
    ],
    App: class extends RawApp {
      protected override async answer(asked: RawRequest, run: Run): Promise<RouteReply> {
        const reply = await super.answer(asked, run)
        return this.life.closing ? { status: 503, json: 'null' } : reply
      }
    },
  },
  {
    says: 'idle connections are waited for',
    caughtBy: ['close: an idle connection does not hold it up'],
    App: class extends RawApp {
      protected override async closeHttp(): Promise<void> {
        await new Promise<unknown>((resolve) => {
          NetServer.prototype.close.call(this.server, resolve)
        })
      }
    },
  },
  {
    says: 'a second close is refused',
    caughtBy: ['close: closing twice is one end'],
    App: class extends RawApp {
      #closing = false

      override close(): Promise<void> {
        if (this.#closing) return Promise.reject(new Error('closed already'))
        this.#closing = true
        return super.close()
      }
    },
  },
  {
    says: 'a timer is forgotten',
    caughtBy: ['close: nothing is left open afterwards, the store included'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        await super.end()
        setTimeout(() => {}, 2_000)
      }
    },
  },
  {
    says: 'runs are waited for without a deadline',
    caughtBy: [
      'drain: a run that is longer is aborted and given back, and the close comes',
      'drain: a run that must not be done twice is lost when it is aborted',
    ],
    App: class extends RawApp {
      protected override lifeOf({ killAfter }: AppPlan): ServerLife {
        return new ServerLife(this.scheduler, { drain: '1h', killAfter })
      }
    },
  },
  {
    says: 'an aborted run is waited for longer than asked',
    caughtBy: ['drain: a run that does not heed its abort is left behind after killAfter'],
    App: class extends RawApp {
      protected override lifeOf({ drain }: AppPlan): ServerLife {
        return new ServerLife(this.scheduler, { drain })
      }
    },
  },
  {
    says: 'the drain of runs begins when the last request has ended',
    caughtBy: ['drain: an open request does not keep runs from being aborted in time'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        const { drain, killAfter } = this.plan
        if (this.scheduler.state === 'running') await this.scheduler.pause()
        await new Promise<unknown>((resolve) => this.server.close(resolve))
        await this.scheduler.stop({ drain, killAfter })
      }
    },
  },
  {
    says: 'runs are aborted without a drain',
    caughtBy: ['drain: a run that ends within it is not aborted'],
    App: class extends RawApp {
      protected override async end(): Promise<void> {
        this.life.beginClosing()
        await this.closeHttp()
        await this.scheduler.stop({ drain: 0 })
        await super.end()
      }
    },
  },
  {
    says: 'requests are waited for without a deadline',
    caughtBy: ['drain: a request that never ends is cut off'],
    App: class extends RawApp {
      protected override async closeHttp(): Promise<void> {
        await new Promise<unknown>((resolve) => this.server.close(resolve))
      }
    },
  },
]
