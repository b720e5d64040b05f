/** So long that it does not ring while the process lives, and no longer than a timer can be. */
const NEVER = 2 ** 31 - 1

/**
 * The id under which the registry holds an interval or timeout of ours. It is a real timer, which rings for nobody, so that
 * `clearInterval` and `clearTimeout` take it; whether they did is asked before each run.
 */
export function timerId(): NodeJS.Timeout {
  return setInterval(() => {}, NEVER).unref()
}

/** Whether somebody cleared it. Node tells nobody, but marks the timer. */
export function isCleared(id: NodeJS.Timeout): boolean {
  return Reflect.get(id, '_destroyed') === true
}
