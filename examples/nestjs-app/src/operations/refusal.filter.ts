import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { PunctualError } from '@punctual/core'
import type { Response } from 'express'

/** What the scheduler refuses is the client's to correct; the error of a run stays what it is. */
@Catch(PunctualError)
export class RefusalFilter implements ExceptionFilter<PunctualError> {
  catch(error: PunctualError, host: ArgumentsHost): void {
    if (host.getType<'http' | 'punctual'>() !== 'http') throw error
    const status = error.code.startsWith('PUNCTUAL_UNKNOWN_') ? 404 : 400
    const { code, message } = error
    host.switchToHttp().getResponse<Response>().status(status).json({ code, message })
  }
}
