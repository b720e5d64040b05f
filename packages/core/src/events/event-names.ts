import type { EventName } from './event.ts'

/** Every name of an event: the compiler refuses this record when one is missing or too many. */
const names: Readonly<Record<EventName, true>> = {
  'scheduler:starting': true,
  'scheduler:started': true,
  'scheduler:paused': true,
  'scheduler:resumed': true,
  'scheduler:stopping': true,
  'scheduler:stopped': true,
  'job:added': true,
  'job:updated': true,
  'job:paused': true,
  'job:resumed': true,
  'job:removed': true,
  'job:finished': true,
  'job:undeclared': true,
  'job:rejected': true,
  'fire:published': true,
  'fire:skipped': true,
  'fire:missed': true,
  'run:started': true,
  'run:retrying': true,
  'run:succeeded': true,
  'run:failed': true,
  'run:cancelled': true,
  'run:lost': true,
  'run:fenced': true,
  'run:progress': true,
  'task:unknown': true,
  'node:joined': true,
  'node:left': true,
  'node:lost': true,
  'node:stalled': true,
  'store:error': true,
  'store:recovered': true,
  'store:reset': true,
  'store:clock_jumped': true,
}

/** Whether there are events of this name. */
export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(names, name)
}
