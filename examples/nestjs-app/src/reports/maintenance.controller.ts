import { Controller, Param, ParseEnumPipe, Post } from '@nestjs/common'
import { Maintenance } from './maintenance.ts'

const switches = { on: 'on', off: 'off' } as const

@Controller('maintenance')
export class MaintenanceController {
  constructor(private readonly maintenance: Maintenance) {}

  @Post(':state')
  set(@Param('state', new ParseEnumPipe(switches)) state: 'on' | 'off'): { maintenance: string } {
    this.maintenance.on = state === 'on'
    return { maintenance: state }
  }
}
