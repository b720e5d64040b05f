import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createScheduler, type Run, type Scheduler, type SchedulerOptions } from '@punctual/core'
import type { Express } from 'express'
import { attach, type AttachOptions, type PunctualServer } from '../src/index.ts'
import type { ExpressFactory } from './express-versions.ts'

/** An app on a free port whose scheduler runs; closed with the test. */
export class ServedApp implements AsyncDisposable {
  readonly scheduler: Scheduler
  readonly server: Server
  readonly attached: PunctualServer

  private constructor(app: Express, scheduler: Scheduler, options: AttachOptions) {
    this.scheduler = scheduler
    this.server = app.listen(0, '127.0.0.1')
    this.attached = attach(this.server, app, scheduler, options)
  }

  static async start(
    express: ExpressFactory,
    build: (app: Express, scheduler: Scheduler) => void,
    options: AttachOptions & { readonly scheduler?: SchedulerOptions } = {},
  ): Promise<ServedApp> {
    const { scheduler: ofScheduler = {}, ...ofServer } = options
    const app = express()
    const scheduler = createScheduler(ofScheduler)
    build(app, scheduler)
    const served = new ServedApp(app, scheduler, ofServer)
    await served.attached.ready
    return served
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Runs a job now, and gives the run once it has ended. */
  async run(jobId: string): Promise<Run> {
    return await (await this.scheduler.runJob(jobId)).finished()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.attached.close()
  }
}
