import { Injectable, type CanActivate } from '@nestjs/common'
import { Maintenance } from './maintenance.ts'

/** Lets no run through while the process is being worked on: such a run fails, and says why. */
@Injectable()
export class MaintenanceGuard implements CanActivate {
  constructor(private readonly maintenance: Maintenance) {}

  canActivate(): boolean {
    return !this.maintenance.on
  }
}
