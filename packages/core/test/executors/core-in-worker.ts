import { currentRun as current } from '../../src/engine/current-run.ts'
import { DoNotRetry as Hopeless } from '../../src/errors/do-not-retry.ts'

// What modules of jobs need of the package. In a worker node looks for it, and finds what was built, not these sources.
export const currentRun: typeof current = current
export const DoNotRetry: typeof Hopeless = Hopeless
