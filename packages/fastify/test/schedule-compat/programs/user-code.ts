// What users write against toad-scheduler and @fastify/schedule. The type check of the repository compiles it against
// ours, user-code.test.ts against theirs; both refuse what is marked.
import fastify, { type FastifyPluginCallback } from 'fastify'
import byDefault, {
  AsyncTask,
  CRON_EVERY_30_MINUTES,
  CRON_EVERY_30_SECONDS,
  CRON_EVERY_HOUR,
  CRON_EVERY_MINUTE,
  CRON_EVERY_SECOND,
  CronJob,
  fastifySchedule,
  isAsyncTask,
  isSyncTask,
  Job,
  JobStatus,
  LongIntervalJob,
  SimpleIntervalJob,
  Task,
  ToadScheduler,
  type CronSchedule,
  type JobOptions,
  type SimpleIntervalSchedule,
  type ToadSchedulerOptions,
} from '@punctual/fastify/schedule-compat'

const options: ToadSchedulerOptions = { unref: true }
export const scheduler: ToadScheduler = new ToadScheduler(options)
const task = new Task('quick', (taskId?: string, jobId?: string) => void [taskId, jobId])
const failing = new AsyncTask(
  'slow',
  () => fetch('http://127.0.0.1').then((answer) => answer.json()),
  (error: Error) => void error.message,
)
// An error handler may be asynchronous.
const logged = new AsyncTask(
  'logged',
  async () => 1,
  async (error) => void error.stack,
)
const either: Task | AsyncTask = Math.random() > 2 ? task : failing
if (isAsyncTask(either)) void either.executeAsync('by hand').then((result: unknown) => result)
if (isSyncTask(either)) either.execute()
export const busy: boolean = either.isExecuting && either.isAsync

const schedule: SimpleIntervalSchedule = { days: 1, hours: 2, minutes: 3, seconds: 4 }
const jobOptions: JobOptions = { id: 'a', preventOverrun: false, unref: true }
const simple = new SimpleIntervalJob({ ...schedule, milliseconds: 5, runImmediately: true }, task)
const long = new LongIntervalJob({ days: 60 }, failing, jobOptions)
const cronSchedule: CronSchedule = { cronExpression: CRON_EVERY_HOUR, timezone: 'Europe/Berlin' }
const cron = new CronJob(cronSchedule, logged, { id: 'c' })
export const expressions: readonly string[] = [
  ...[CRON_EVERY_SECOND, CRON_EVERY_30_SECONDS, CRON_EVERY_MINUTE, CRON_EVERY_30_MINUTES],
]

scheduler.addSimpleIntervalJob(simple)
scheduler.addIntervalJob(long)
scheduler.addLongIntervalJob(long)
scheduler.addCronJob(cron)
const jobs: Job[] = scheduler.getAllJobs()
const running: Job[] = scheduler.getAllJobsByStatus(JobStatus.RUNNING)
const removed: Job | undefined = scheduler.removeById('a')
removed?.applyUnrefDefault(false)
export const known: boolean = scheduler.existsById('c') && jobs.length > running.length
scheduler.stopById('c')
scheduler.startById('c')
scheduler.stop()

export function said(job: Job): string | undefined {
  const status: JobStatus = job.getStatus()
  switch (status) {
    case JobStatus.RUNNING:
      return job.id
    case JobStatus.STOPPED:
      return 'stopped'
  }
}

export function onlyRunning(status: JobStatus.RUNNING): string {
  return status
}

export class OwnJob extends Job {
  constructor() {
    super('own')
  }

  getStatus(): JobStatus {
    return JobStatus.STOPPED
  }

  start(): void {}

  stop(): void {}
}

export class LoudJob extends SimpleIntervalJob {
  override start(): void {
    super.start()
  }
}

export class TracedTask extends AsyncTask {
  override executeAsync(jobId?: string): Promise<unknown> {
    return super.executeAsync(jobId)
  }
}

export const created: Promise<SimpleIntervalJob> = SimpleIntervalJob.createAndExecute(
  { seconds: 1 },
  failing,
  { id: 'x' },
)
export const executed: Promise<void> = simple.executeAsync()

const app = fastify()
const plugin: FastifyPluginCallback = fastifySchedule
app.register(plugin)
app.register(fastifySchedule)
app.register(byDefault)
export const ready: PromiseLike<void> = app.ready().then(() => {
  app.scheduler.addSimpleIntervalJob(simple)
  app.scheduler.getAllJobs().map((job) => job.id)
})

// @ts-expect-error a task has an id first
export const nameless = new Task(() => {})
// @ts-expect-error an asynchronous task gives a promise
export const hasty = new AsyncTask('hasty', () => 1)
// @ts-expect-error weeks are no field
export const weekly = new SimpleIntervalJob({ weeks: 1 }, task)
// @ts-expect-error a cron job is no interval job
scheduler.addIntervalJob(cron)
// @ts-expect-error an interval job is no cron job
scheduler.addCronJob(simple)
// @ts-expect-error a job is made by one of its kinds
export const plain = new Job('plain')
