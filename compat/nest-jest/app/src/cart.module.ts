import { Module } from '@nestjs/common'
import { PunctualModule } from '@punctual/nestjs'
import { CartService } from './cart.service'

@Module({ imports: [PunctualModule.forRoot()], providers: [CartService] })
export class CartModule {}
