import type { ExternalContextCreator, ModulesContainer } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'

/**
 * The creator of contexts, for one provider or controller.
 *
 * By itself Nest looks for the module of a class among providers alone. It finds none for a controller, and then leaves out
 * every guard, pipe, interceptor and filter that is named by its class, without a word. So the module is told.
 */
export function hostContexts(
  contexts: ExternalContextCreator,
  modules: ModulesContainer,
  { host }: InstanceWrapper,
): ExternalContextCreator {
  const [key = ''] = [...modules].find(([, module]) => module === host) ?? []
  return Object.create(contexts, { getContextModuleKey: { value: () => key } })
}
