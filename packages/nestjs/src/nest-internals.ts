import type { ExternalContextCreator } from '@nestjs/core'
import { PunctualError } from '@punctual/core'

/** Parts of Nest's creator of contexts that are replaced here, and belong to no documented interface. */
const REPLACED = [
  'externalErrorProxy',
  'getContextModuleKey',
  'handlerMetadataStorage',
  'interceptorsConsumer',
  'transformToResult',
]

/** Refuses a Nest that has renamed them: guards would be left out, and arguments be wrong, without a word. */
export function checkInternals(contexts: ExternalContextCreator): void {
  const missing = REPLACED.filter((name) => Reflect.get(contexts, name) === undefined)
  if (missing.length === 0) return
  throw new PunctualError(
    'PUNCTUAL_FRAMEWORK_CHANGED',
    `@punctual/nestjs does not fit this version of @nestjs/core, whose ExternalContextCreator has no ${missing.join(', ')}: update @punctual/nestjs, or go back to the version of Nest before`,
    { details: { missing } },
  )
}
