import { Body, Controller, Get, Post } from '@nestjs/common'
import { Invoices, type Invoice } from './invoices.ts'
import { OrdersService, type NewOrder } from './orders.service.ts'

@Controller()
export class OrdersController {
  constructor(
    private readonly orders: OrdersService,
    private readonly invoices: Invoices,
  ) {}

  @Post('orders')
  take(@Body() order: NewOrder): Promise<object> {
    return this.orders.take(order)
  }

  @Get('invoices')
  list(): readonly Invoice[] {
    return this.invoices.list()
  }
}
