import { PunctualError, type Scheduler, type Trigger } from '@punctual/core'
import type { ModuleRef } from '@nestjs/core'
import type { FeatureJob } from './feature-jobs.ts'
import type { TriggerFrom } from './scheduled.ts'

/** What is declared, and where it stands in the code: errors say so. */
export interface Declaration extends Omit<FeatureJob, 'trigger'> {
  readonly where: string
  readonly trigger: Trigger | TriggerFrom
}

/** Declares jobs one by one, and remembers which place has which id. */
export class Declarations {
  readonly #scheduler: Scheduler
  readonly #moduleRef: ModuleRef
  readonly #places = new Map<string, string>()

  constructor(scheduler: Scheduler, moduleRef: ModuleRef) {
    this.#scheduler = scheduler
    this.#moduleRef = everywhere(moduleRef)
  }

  async add(declaration: Declaration): Promise<void> {
    const { where, id, code, options } = declaration
    const trigger = await this.#triggerOf(declaration)
    if (trigger === null) return
    const place = JSON.stringify([options.store ?? 'default', id])
    this.#checkFree(id, where, this.#places.get(place))
    this.#places.set(place, where)
    const { input, ...policies } = options
    const given = {
      ...{ ...policies, source: 'decorator' as const },
      ...(input !== undefined && { input }),
    }
    naming(where, () => {
      // Two calls, for each overload has its own idea of the options.
      if (typeof code === 'function') this.#scheduler.schedule(id, trigger, code, given)
      else this.#scheduler.schedule(id, trigger, code, given)
    })
  }

  async #triggerOf({ where, trigger }: Declaration): Promise<Trigger | null> {
    const found = typeof trigger === 'function' ? await this.#asked(where, trigger) : trigger
    // The compiler refuses it; configuration that is read loosely still gets here.
    if ((found as Trigger | null | undefined) !== undefined) return found
    throw new PunctualError(
      'PUNCTUAL_TRIGGER_INVALID',
      `${where} has no trigger: it is undefined; give a trigger, or null for no job`,
      { details: { where } },
    )
  }

  async #asked(where: string, trigger: TriggerFrom): Promise<Trigger | null> {
    try {
      return await trigger(this.#moduleRef)
    } catch (error) {
      if (error instanceof PunctualError) throw named(where, error)
      throw new PunctualError(
        'PUNCTUAL_TRIGGER_INVALID',
        `${where} has no trigger, for the function that gives it failed: ${error instanceof Error ? error.message : String(error)}`,
        { details: { where }, cause: error },
      )
    }
  }

  #checkFree(id: string, where: string, other: string | undefined): void {
    if (other === undefined) return
    const why =
      other === where
        ? 'stands there twice: a class that two modules provide is made twice, so provide it in one and export it from there; jobs of two classes of one name, or of two lists, need ids of their own'
        : `is declared by ${other} already: give one of them another id`
    throw new PunctualError('PUNCTUAL_JOB_EXISTS', `${where}: job "${id}" ${why}`, {
      details: { id, where, other },
    })
  }
}

/** Says in its errors which place in the code is at fault. */
export function naming(where: string, call: () => void): void {
  try {
    call()
  } catch (error) {
    throw error instanceof PunctualError ? named(where, error) : error
  }
}

function named(where: string, error: PunctualError): PunctualError {
  const { code, details, message } = error
  return new PunctualError(code, `${where}: ${message}`, { details, cause: error })
}

/** It asks all modules, unless it is told otherwise: the trigger stands beside a method, in no module of its own. */
function everywhere(moduleRef: ModuleRef): ModuleRef {
  const get = (...[token, options]: Parameters<ModuleRef['get']>): unknown =>
    moduleRef.get(token, { strict: false, ...options })
  return Object.create(moduleRef, { get: { value: get } })
}
