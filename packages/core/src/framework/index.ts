// For packages that tie the scheduler to a web framework; users do not need it.
export { linkRun, runOf } from './request-run.ts'
export { readAnswer } from './route-answer.ts'
export { routeUrl } from './route-url.ts'
export { ServerLife } from './server-life.ts'
export { clockOf } from './scheduler-clock.ts'
export type { InjectedAnswer, RouteResult } from './route-answer.ts'
export type { RouteJob, RouteRequest } from './route-job.ts'
export type { LifeLimits } from './server-life.ts'
