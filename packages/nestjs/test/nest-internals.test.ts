import { ExternalContextCreator } from '@nestjs/core'
import { expect, test } from 'vitest'
import { checkInternals } from '../src/nest-internals.ts'
import { start } from './nest-apps.ts'

test('a Nest that renamed what is replaced here is refused, with what is missing', async () => {
  const { module } = await start({})
  const contexts = module.get(ExternalContextCreator, { strict: false })
  expect(() => checkInternals(contexts)).not.toThrow()
  const renamed: ExternalContextCreator = Object.create(contexts, {
    getContextModuleKey: { value: undefined },
  })
  expect(() => checkInternals(renamed)).toThrow(
    expect.objectContaining({
      code: 'PUNCTUAL_FRAMEWORK_CHANGED',
      message: expect.stringContaining('has no getContextModuleKey'),
    }),
  )
})
