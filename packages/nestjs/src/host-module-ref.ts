import { ModuleRef } from '@nestjs/core'
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js'

/** The `ModuleRef` of the module that provides it: another module may provide the same class. */
export function hostModuleRef({ host, name }: InstanceWrapper): ModuleRef {
  const instance = host?.providers.get(ModuleRef)?.instance
  if (instance instanceof ModuleRef) return instance
  throw new TypeError(`Nest knows no module of ${String(name)}`)
}
