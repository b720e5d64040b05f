import { Module } from '@nestjs/common'
import { OrdersModule } from '../orders/orders.module.ts'
import { MaintenanceController } from './maintenance.controller.ts'
import { Maintenance } from './maintenance.ts'
import { ReportService } from './report.service.ts'

@Module({
  imports: [OrdersModule],
  controllers: [MaintenanceController],
  providers: [Maintenance, ReportService],
})
export class ReportsModule {}
