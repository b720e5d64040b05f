import type { ForeignCronJob } from './foreign-cron-job.ts'

/** Who turns what the registry is told into jobs of the scheduler. */
export interface RegistryKeeper {
  addedCronJob(name: string, job: ForeignCronJob): void
  deletedCronJob(job: object): void
  deletedTimer(id: unknown): void
}

const keepers = new WeakMap<object, RegistryKeeper>()

/** Gives a registry its keeper; one that somebody made without the module has none, and is a list of names. */
export function keep(registry: object, keeper: RegistryKeeper): void {
  keepers.set(registry, keeper)
}

export function keeperOf(registry: object): RegistryKeeper | null {
  return keepers.get(registry) ?? null
}
