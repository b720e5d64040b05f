import { Module } from '@nestjs/common'
import { Invoices } from './invoices.ts'
import { OrdersController } from './orders.controller.ts'
import { OrdersService } from './orders.service.ts'

@Module({
  controllers: [OrdersController],
  providers: [Invoices, OrdersService],
  exports: [Invoices],
})
export class OrdersModule {}
