import type { AnyEvent, EventName, Scheduler } from '@punctual/core'
import type { DiscoveredMethod } from './discovered-methods.ts'
import { scopedInstance } from './provider-instance.ts'

/** Calls methods with the events of a scheduler. */
export class EventMethods {
  readonly #scheduler: Scheduler
  readonly #failed: (error: unknown, place: string) => void

  constructor(scheduler: Scheduler, failed: (error: unknown, place: string) => void) {
    this.#scheduler = scheduler
    this.#failed = failed
  }

  add(event: EventName, method: DiscoveredMethod<unknown>): void {
    const place = `${method.className}.${method.name}`
    this.#scheduler.on(event, (heard) => {
      call(method, heard).catch((error: unknown) => this.#failed(error, place))
    })
  }
}

/** One instance for all events, or one for each. Events are frozen, so a scope is not noted on them. */
async function call(
  { wrapper, name, instance }: DiscoveredMethod<unknown>,
  event: AnyEvent,
): Promise<void> {
  const host = instance ?? (await scopedInstance(wrapper, event)).instance
  await Reflect.get(host, name).call(host, event)
}
