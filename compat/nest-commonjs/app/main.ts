import { Controller, Get, Injectable, Module, type OnModuleDestroy } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { defineTask, every, type ContextOf, type RunContext, type Scheduler } from '@punctual/core'
import { InjectScheduler, OnTask, PunctualModule, Scheduled } from '@punctual/nestjs'

const say = (line: string) => process.stdout.write(`${line}\n`)

const greet = defineTask<{ name: string }, string>('greet')

@Injectable()
class Greeter implements OnModuleDestroy {
  private release: () => void = () => {}
  private readonly released = new Promise<void>((resolve) => (this.release = resolve))

  /** Goes on until the application closes. */
  @Scheduled(every('1h', { immediate: true }))
  async watch(run: RunContext) {
    say(`begun ${run.jobId}`)
    await this.released
    say(`ended ${run.jobId}`)
  }

  @OnTask(greet)
  greet({ input }: ContextOf<typeof greet>) {
    return `hello ${input.name}`
  }

  onModuleDestroy() {
    this.release()
  }
}

@Controller()
class Web {
  // What the compiler emits is enough for Nest to find the class; the scheduler is asked for by name.
  constructor(
    private readonly greeter: Greeter,
    @InjectScheduler() private readonly scheduler: Scheduler,
  ) {}

  @Get()
  async hello() {
    const run = await this.scheduler.runTask(greet, { name: 'Ada' })
    return { injected: this.greeter instanceof Greeter, said: (await run.finished()).result }
  }
}

@Module({ imports: [PunctualModule.forRoot()], controllers: [Web], providers: [Greeter] })
class AppModule {}

async function main() {
  const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] })
  if (process.argv.includes('--hooks')) app.enableShutdownHooks()
  await app.listen(0, '127.0.0.1')
  say(`listening ${await app.getUrl()}`)
}

void main()
