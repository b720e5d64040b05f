import { Controller, Get, HttpCode, NotFoundException, Param, Post } from '@nestjs/common'
import type { Job, Page, Run, Scheduler } from '@punctual/core'
import { InjectScheduler } from '@punctual/nestjs'

/** What an operator asks. */
@Controller('jobs')
export class JobsController {
  constructor(@InjectScheduler() private readonly scheduler: Scheduler) {}

  @Get()
  list(): Promise<Page<Job>> {
    return this.scheduler.listJobs()
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<Job> {
    const job = await this.scheduler.getJob(id)
    if (job === null) throw new NotFoundException()
    return job
  }

  @Get(':id/runs')
  runs(@Param('id') id: string): Promise<Page<Run>> {
    return this.scheduler.listRuns({ job: id })
  }

  @Post(':id/run')
  @HttpCode(202)
  async run(@Param('id') id: string): Promise<{ run: string }> {
    return { run: (await this.scheduler.runJob(id)).id }
  }
}
