import type { IncomingMessage } from 'node:http'
import type { RunContext } from '@punctual/core'
import type { RouteJob, RouteResult } from '@punctual/core/framework'
import type { PlanRoute, RouteReply } from '../../src/conformance/index.ts'
import type { FrameworkFault } from './framework-fault.ts'
import { RawApp, type RawRequest } from './raw-app.ts'

type Run = RunContext<unknown>

/** Makes something else of what a route answered. */
function judging(judge: (reply: RouteReply) => RouteResult | null): FrameworkFault['App'] {
  return class extends RawApp {
    protected override async judged(reply: RouteReply): Promise<RouteResult> {
      return judge(reply) ?? (await super.judged(reply))
    }
  }
}

/** Lets the route see another run. */
function showing(change: (run: Run) => Run | null): FrameworkFault['App'] {
  return class extends RawApp {
    protected override async answer(asked: RawRequest, run: Run | null): Promise<RouteReply> {
      return await super.answer(asked, run === null ? null : change(run))
    }
  }
}

/** Remembers the runs that asked, and takes clients for them. */
abstract class Trusting extends RawApp {
  readonly #runs = new Map<string, Run>()
  protected last: Run | null = null

  protected override async asked(asked: RawRequest, run: Run): Promise<RouteResult> {
    this.#runs.set(run.runId, run)
    this.last = run
    return await super.asked(asked, run)
  }

  protected named(id: unknown): Run | null {
    return this.#runs.get(String(id)) ?? null
  }
}

export const routeFaults: readonly FrameworkFault[] = [
  {
    says: 'what the route answered is forgotten',
    caughtBy: ['route: a 2xx is a success, and its JSON the result'],
    App: judging(({ status }) => (status < 300 ? { status, body: null } : null)),
  },
  {
    says: 'a redirect is a failure',
    caughtBy: ['route: a 3xx is a success'],
    App: judging(({ status }) => {
      if (status >= 300 && status < 400) throw new Error('redirected')
      return null
    }),
  },
  {
    says: 'every answer is a success',
    caughtBy: [
      'route: a 4xx is a failure, and tells what was answered',
      'route: a 5xx is a failure',
      'route: a route that throws is a failure, and the server lives on',
    ],
    App: judging(({ status }) => ({ status, body: null })),
  },
  {
    says: 'a failure does not tell what was answered',
    caughtBy: ['route: a 4xx is a failure, and tells what was answered'],
    App: judging(({ status }) => {
      if (status >= 400) throw new Error('failed')
      return null
    }),
  },
  {
    says: 'a job is named after the path alone',
    caughtBy: ['route: a job is named after its route, and fires by its trigger'],
    App: class extends RawApp {
      protected override declareRoute(route: PlanRoute, job: RouteJob): void {
        super.declareRoute(route, { id: route.path, ...job })
      }
    },
  },
  {
    says: 'a route has one job at most',
    caughtBy: ['route: a route may have several jobs, each with its request'],
    App: class extends RawApp {
      protected override declareRoute(route: PlanRoute, job: RouteJob): void {
        if (route.jobs?.[0] === job) super.declareRoute(route, job)
      }
    },
  },
  {
    says: 'the request of a job loses its body',
    caughtBy: ['route: a route may have several jobs, each with its request'],
    App: class extends RawApp {
      protected override async asked(asked: RawRequest, run: Run): Promise<RouteResult> {
        return await super.asked({ ...asked, body: undefined }, run)
      }
    },
  },
  {
    says: 'the route does not see its run',
    caughtBy: ['route: the run is there for the route, and nobody else has it'],
    App: showing(() => null),
  },
  {
    says: 'the last run stays visible for clients',
    caughtBy: ['route: the run is there for the route, and nobody else has it'],
    App: class extends Trusting {
      protected override runOfClient(): Run | null {
        return this.last
      }
    },
  },
  {
    says: 'a header is trusted',
    caughtBy: ['route: no header makes a run of a client'],
    App: class extends Trusting {
      protected override runOfClient({ headers }: IncomingMessage): Run | null {
        return this.named(headers['x-punctual-run-id'])
      }
    },
  },
  {
    says: 'the run that the route sees is never aborted',
    caughtBy: ['route: a cancel reaches the route as an abort of its run'],
    App: showing((run) => Object.create(run, { signal: { value: new AbortController().signal } })),
  },
  {
    says: 'a run does not wait for its route',
    caughtBy: ['route: a close waits for a route that a run has asked'],
    App: class extends RawApp {
      protected override async asked(asked: RawRequest, run: Run): Promise<RouteResult> {
        super.asked(asked, run).catch(() => {})
        return { status: 200, body: null }
      }
    },
  },
  {
    says: 'a request that cannot be made is left out',
    caughtBy: ['route: a request that cannot be made fails the boot with its code'],
    App: class extends RawApp {
      protected override declareRoute(route: PlanRoute, job: RouteJob): void {
        try {
          super.declareRoute(route, job)
        } catch {}
      }
    },
  },
]
