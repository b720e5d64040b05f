import type { FactoryProvider, Provider } from '@nestjs/common'
import { PunctualError } from '@punctual/core'
import {
  OPTIONS,
  type PunctualAsyncOptions,
  type PunctualOptions,
  type PunctualOptionsFactory,
} from './punctual-options.ts'

type Made = PunctualOptions | Promise<PunctualOptions>

/** The providers behind `forRootAsync`. */
export function optionsProviders(options: PunctualAsyncOptions): Provider[] {
  const { inject = [], useFactory, useClass, useExisting } = options
  if ([useFactory, useClass, useExisting].filter((way) => way !== undefined).length !== 1) {
    throw new PunctualError(
      'PUNCTUAL_OPTION_INVALID',
      'forRootAsync takes exactly one of useFactory, useClass and useExisting',
    )
  }
  // What `inject` lists is what the factory takes: the user says both.
  if (useFactory !== undefined) return [{ provide: OPTIONS, inject, useFactory } as FactoryProvider]
  const token = useExisting ?? FACTORY
  const useMade = (factory: PunctualOptionsFactory): Made => factory.createPunctualOptions()
  return [
    ...(useClass === undefined ? [] : [{ provide: FACTORY, useClass }]),
    { provide: OPTIONS, inject: [token], useFactory: useMade },
  ]
}

const FACTORY = Symbol('factory of the options of PunctualModule')
