import type { AsyncTask } from './async-task.ts'
import type { Task } from './task.ts'

/** Whether a task is over only when its promise settles. */
export function isAsyncTask(task: Task | AsyncTask): task is AsyncTask {
  return task.isAsync === true
}

/** Whether a task is over when its function returns. */
export function isSyncTask(task: Task | AsyncTask): task is Task {
  return task.isAsync === false
}
