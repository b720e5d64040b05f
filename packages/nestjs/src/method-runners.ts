import { Inject, Injectable } from '@nestjs/common'
import { ExternalContextCreator, ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'
import { hostContexts } from './host-contexts.ts'
import { MethodRunner } from './method-runner.ts'
import type { RunArgument } from './run-argument.ts'
import { quietContexts } from './quiet-contexts.ts'
import { ScopedEnhancers } from './scoped-enhancers.ts'

interface RunnerOptions {
  readonly argument?: RunArgument
  readonly guards?: boolean
}

/** Makes the runners of the methods that were discovered; inject it, and use it in `onModuleInit` or later. */
@Injectable()
export class MethodRunners {
  readonly #contexts: ExternalContextCreator
  readonly #modules: ModulesContainer
  #enhancers: ScopedEnhancers | null = null

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
    { argument = 'run', guards = true }: RunnerOptions = {},
  ): MethodRunner {
    this.#enhancers ??= new ScopedEnhancers(this.#modules)
    const contexts = quietContexts(hostContexts(this.#contexts, this.#modules, wrapper))
    return new MethodRunner(
      { contexts, enhancers: this.#enhancers, argument, guards },
      wrapper,
      name,
    )
  }
}
