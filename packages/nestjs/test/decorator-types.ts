// Compiled with the tests: what a decorator lets through, and what it refuses.
import {
  cron,
  defineTask,
  every,
  type ContextOf,
  type EventOf,
  type RunContext,
  type Scheduler,
} from '@punctual/core'
import { featureJob, OnJobEvent, OnTask, PunctualModule, Scheduled } from '../src/index.ts'

const remind = defineTask<{ cartId: string }, number>('remind')
const plain = defineTask('plain')

export class Fitting {
  @Scheduled(every('1h')) nothing() {}
  @Scheduled(every('1h')) async run(_run: RunContext) {}
  @Scheduled(() => null) private hidden() {}
  @Scheduled(async (ref) => cron(ref.get<string>('CRON'))) later() {}
  @OnTask(remind) withInput({ input }: ContextOf<typeof remind>) {
    return input.cartId.length
  }
  @OnTask(remind) async without() {
    return 1
  }
  @OnJobEvent('run:failed') event(_event: EventOf<'run:failed'>) {}
  @OnJobEvent('run:failed') noEvent() {}

  used = () => this.hidden()
}

export class Refused {
  // @ts-expect-error -- a run is no number
  @Scheduled(every('1h')) wrong(_count: number) {}
  // @ts-expect-error -- one parameter at most
  @Scheduled(every('1h')) two(_run: RunContext, _more: string) {}
  // @ts-expect-error -- the input of another task
  @OnTask(remind) otherInput(_run: RunContext<{ userId: string }>) {
    return 1
  }
  // @ts-expect-error -- the result is a number
  @OnTask(remind) otherResult() {
    return 'text'
  }
  // @ts-expect-error -- another event
  @OnJobEvent('run:failed') otherEvent(_event: EventOf<'node:lost'>) {}
  // @ts-expect-error -- no event of this name
  @OnJobEvent('run:forgotten') unknownEvent() {}
  // @ts-expect-error -- no trigger
  @Scheduled('0 9 * * *') text() {}
  // @ts-expect-error -- the source is not theirs to say
  @Scheduled(every('1h'), { source: 'route' }) source() {}
}

PunctualModule.forFeature([
  featureJob('a', every('1h'), plain),
  featureJob('b', every('1h'), () => 1),
  featureJob('c', every('1h'), remind, { input: { cartId: '1' }, timeout: '1m' }),
  // @ts-expect-error -- the task needs an input
  featureJob('d', every('1h'), remind),
  // @ts-expect-error -- a handler has none
  featureJob('e', every('1h'), () => 1, { input: 1 }),
])

PunctualModule.forRootAsync({ inject: ['ZONE'], useFactory: (timezone: string) => ({ timezone }) })
export function given(scheduler: Scheduler) {
  PunctualModule.forRoot({ scheduler, drain: '10s' })
  // @ts-expect-error -- a scheduler has options of its own
  PunctualModule.forRoot({ scheduler, timezone: 'UTC' })
}
