import { Injectable } from '@nestjs/common'

/** Whether this process is being worked on. */
@Injectable()
export class Maintenance {
  on = false
}
