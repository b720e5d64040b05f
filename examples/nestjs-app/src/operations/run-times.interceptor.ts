import {
  Injectable,
  Logger,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common'
import type { RunContext } from '@punctual/core'
import { finalize, type Observable } from 'rxjs'

/** Says how long each run took: one interceptor for all jobs of the application. */
@Injectable()
export class RunTimesInterceptor implements NestInterceptor {
  readonly #logger = new Logger('Runs')

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType<'http' | 'punctual'>() !== 'punctual') return next.handle()
    const [run] = context.getArgs<[RunContext]>()
    const begun = performance.now()
    return next.handle().pipe(
      finalize(() => {
        this.#logger.log(`${run.jobId} took ${Math.round(performance.now() - begun)} ms`)
      }),
    )
  }
}
