import { Inject, Injectable } from '@nestjs/common'
import { ExternalContextCreator, ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { MethodRunner } from './method-runner.ts'
import type { RunArgument } from './run-argument.ts'
import { ScopedGlobals } from './scoped-globals.ts'

/** Makes the runners of the methods that were discovered; inject it, and use it in `onModuleInit` or later. */
@Injectable()
export class MethodRunners {
  readonly #contexts: ExternalContextCreator
  readonly #modules: ModulesContainer
  #globals: ScopedGlobals | null = null

  constructor(
    @Inject(ExternalContextCreator) contexts: ExternalContextCreator,
    @Inject(ModulesContainer) modules: ModulesContainer,
  ) {
    this.#contexts = contexts
    this.#modules = modules
  }

  /**
   * `argument`: whether the method gets the run, which is the default, or is called without arguments; `guards`: whether
   * guards are asked, which is the default too.
   */
  of(
    wrapper: InstanceWrapper,
    name: string,
    { argument = 'run', guards = true }: { argument?: RunArgument; guards?: boolean } = {},
  ): MethodRunner {
    this.#globals ??= new ScopedGlobals(this.#modules)
    const parts = { contexts: this.#contexts, globals: this.#globals, argument, guards }
    return new MethodRunner(parts, wrapper, name)
  }
}
