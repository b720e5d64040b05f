export { runHandler } from './run-handler.ts'
export type { RunHandlerOptions } from './run-handler.ts'
export { virtualClock } from './virtual-clock.ts'
export type { VirtualClock, VirtualClockOptions } from './virtual-clock.ts'
