import { currentRun } from '@punctual/core'
import { isObservable, lastValueFrom, Observable, takeUntil } from 'rxjs'

/** What an Observable gave last, or undefined where it gave nothing; other results as they are. */
export async function lastOf(result: unknown): Promise<unknown> {
  return isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result
}

/**
 * Has an Observable fail, and what it stands on let go, once the run is aborted: it knows no signal, so it would go on for
 * ever. Other results are returned as they are, for they may end in their own way.
 */
export function untilAborted(result: unknown): unknown {
  const signal = currentRun()?.signal
  if (signal === undefined || !isObservable(result)) return result
  return result.pipe(takeUntil(abortOf(signal)))
}

/** Fails a little later than the signal aborts, so that an Observable which listens to it may end by itself. */
function abortOf(signal: AbortSignal): Observable<never> {
  return new Observable((subscriber) => {
    const fail = (): void => queueMicrotask(() => subscriber.error(signal.reason))
    if (signal.aborted) return fail()
    signal.addEventListener('abort', fail, { once: true })
    return () => signal.removeEventListener('abort', fail)
  })
}
