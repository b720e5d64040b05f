import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { NodeMount } from '@punctual/core/http'
import type { AppPlan, PlanMount } from '../../src/conformance/index.ts'
import type { FrameworkFault } from './framework-fault.ts'
import { RawApp } from './raw-app.ts'

type At = (at: NodeMount, mount: PlanMount) => NodeMount

/** Tells the handler something else of where it is. */
function misplacing(change: At): FrameworkFault['App'] {
  return class extends RawApp {
    protected override async bridge(
      mount: PlanMount,
      req: IncomingMessage,
      res: ServerResponse,
      at: NodeMount,
    ): Promise<void> {
      await super.bridge(mount, req, res, change(at, mount))
    }
  }
}

/** Makes something else of the body. */
function misreading(read: (req: IncomingMessage) => Promise<unknown>): FrameworkFault['App'] {
  return class extends RawApp {
    protected override parsed(req: IncomingMessage): Promise<unknown> {
      return read(req)
    }
  }
}

export const mountFaults: readonly FrameworkFault[] = [
  {
    says: 'the root has a slash for its base path',
    caughtBy: ['mount: at the root there is no base path'],
    App: misplacing((at) => ({ ...at, basePath: at.basePath === '' ? '/' : at.basePath })),
  },
  {
    says: 'the base path is dropped',
    caughtBy: ['mount: under a prefix the path is what comes after it'],
    App: misplacing((at) => ({ ...at, basePath: '' })),
  },
  {
    says: 'the prefix stays in the path',
    caughtBy: ['mount: under a prefix the path is what comes after it'],
    App: misplacing((at) => ({ ...at, url: at.basePath + at.url })),
  },
  {
    says: 'only the last of several prefixes is told',
    caughtBy: ['mount: under several prefixes they are one base path'],
    App: misplacing((at, { under }) => ({ ...at, basePath: under.at(-1) ?? '' })),
  },
  {
    says: 'paths are decoded',
    caughtBy: ['mount: a path and a query arrive as they were written'],
    App: misplacing((at) => ({ ...at, url: at.url.replaceAll('%2F', '/') })),
  },
  {
    says: 'a prefix may end within a word',
    caughtBy: ['mount: a path that only begins like the prefix is not meant'],
    App: class extends RawApp {
      protected override isUnder(prefix: string, url: string): boolean {
        return url.startsWith(prefix)
      }
    },
  },
  {
    says: 'only GET and POST are known',
    caughtBy: ['mount: every method arrives, and so does the host'],
    App: class extends RawApp {
      protected override async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
        if (req.method === 'GET' || req.method === 'POST') await super.serve(req, res)
        else res.writeHead(501).end('{}')
      }
    },
  },
  {
    says: 'the first handler takes everything',
    caughtBy: ['mount: two handlers stand side by side'],
    App: class extends RawApp {
      constructor(plan: AppPlan) {
        super({ ...plan, mounts: plan.mounts.slice(0, 1) })
      }
    },
  },
  {
    says: 'a body that a parser has read is lost',
    caughtBy: ['body: JSON can be read, whether a parser has read it before or not'],
    App: misplacing((at) => ({ ...at, body: undefined })),
  },
  {
    says: 'every body is read as text',
    caughtBy: ['body: what no parser knows arrives byte for byte'],
    App: misreading(async (req) => (await buffer(req)).toString()),
  },
  {
    says: 'a body ends after a megabyte',
    caughtBy: ['body: a body of several megabytes arrives whole'],
    App: misreading(async (req) => (await buffer(req)).subarray(0, 1_048_576)),
  },
  {
    says: 'a body that is not there is null',
    caughtBy: ['body: a request without a body has an empty one'],
    App: misreading(async (req) => ((await buffer(req)).length === 0 ? null : undefined)),
  },
  {
    says: 'the answer waits until the body was read',
    caughtBy: ['body: a body that the handler does not read does not hold the answer up'],
    App: class extends RawApp {
      protected override async bridge(
        { under, handler }: PlanMount,
        req: IncomingMessage,
        res: ServerResponse,
        at: NodeMount,
      ): Promise<void> {
        const whole = new Promise((resolve) => req.on('close', resolve))
        const waiting: PlanMount['handler'] = async (request, context) => {
          const response = await handler(request, context)
          if (req.method === 'POST') await whole
          return response
        }
        await super.bridge({ under, handler: waiting }, req, res, at)
      }
    },
  },
]
