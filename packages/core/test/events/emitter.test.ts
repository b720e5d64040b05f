import { expect, test, vi } from 'vitest'
import { Emitter } from '../../src/events/emitter.ts'
import type { AnyEvent } from '../../src/events/event.ts'

const joined: AnyEvent = { type: 'node:joined', at: 0, node: 'a', name: 'a' }

test('a throwing listener is reported and the others are told all the same [60]', () => {
  const failed = vi.fn<(error: unknown) => void>()
  const told = vi.fn<() => void>()
  const emitter = new Emitter(failed)
  emitter.on('node:joined', () => {
    throw new Error('no')
  })
  emitter.on('node:joined', told)
  emitter.emit({ ...joined })
  expect(told).toHaveBeenCalledOnce()
  expect(failed).toHaveBeenCalledOnce()
})

test('an async listener that rejects is reported too', async () => {
  const failed = vi.fn<(error: unknown) => void>()
  const emitter = new Emitter(failed)
  emitter.on('node:joined', async () => {
    throw new Error('later')
  })
  emitter.emit({ ...joined })
  await Promise.resolve()
  await Promise.resolve()
  expect(failed).toHaveBeenCalledOnce()
})

test('an event is frozen, so that no listener can change it for the others', () => {
  const emitter = new Emitter(() => {})
  let seen: AnyEvent | null = null
  emitter.onAny((event) => (seen = event))
  emitter.emit({ ...joined })
  expect(Object.isFrozen(seen)).toBe(true)
})

test('a listener that was taken away hears nothing more, and then nobody listens', () => {
  const emitter = new Emitter(() => {})
  const told = vi.fn<() => void>()
  const off = emitter.on('node:joined', told)
  expect(emitter.has('node:joined')).toBe(true)
  off()
  emitter.emit({ ...joined })
  expect(told).not.toHaveBeenCalled()
  expect(emitter.has('node:joined')).toBe(false)
})
