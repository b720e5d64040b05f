import { Test, type TestingModule } from '@nestjs/testing'
import { createScheduler, PunctualError, type Scheduler } from '@punctual/core'
import { SCHEDULER } from '@punctual/nestjs'
import { runHandler, virtualClock, type VirtualClock } from '@punctual/testing'
import { CartModule } from './cart.module'
import { CartService, sendReminder } from './cart.service'

describe('CartService', () => {
  let clock: VirtualClock
  let scheduler: Scheduler
  let module: TestingModule

  beforeEach(async () => {
    clock = virtualClock('2026-03-01T00:00:00Z')
    scheduler = createScheduler({ clock })
    module = await Test.createTestingModule({ imports: [CartModule] })
      .overrideProvider(SCHEDULER)
      .useValue(scheduler)
      .compile()
    await module.init()
  })

  afterEach(() => module.close())

  it('sweeps every night', async () => {
    await clock.advance('3d')
    expect(module.get(CartService).sweeps).toBe(3)
  })

  it('reminds of an abandoned cart when it is due, and not before', async () => {
    await module.get(CartService).abandoned('c1', new Date('2026-03-02T12:00:00Z'))
    await clock.advanceTo('2026-03-02T11:59:59Z')
    expect((await scheduler.listRuns({ job: 'cart/c1' })).items).toEqual([])
    await clock.advance('1s')
    const { items } = await scheduler.listRuns({ job: 'cart/c1' })
    expect(items).toMatchObject([{ state: 'succeeded', result: 'reminded of c1' }])
  })

  it('reminds when its handler is called', async () => {
    expect(await runHandler(scheduler, sendReminder, { cartId: 'c2' })).toBe('reminded of c2')
  })

  it('sees the error of one package as that of another', () => {
    expect(() => virtualClock('nonsense')).toThrow(PunctualError)
  })
})
