import type { ChaosOptions } from './chaos-options.ts'
import type { ChaosReport } from './run-chaos.ts'

/** A report as text: the counts, then what is wrong. */
export function chaosText(
  { tally, violations, troubles, folder }: ChaosReport,
  { store, seed, seconds }: ChaosOptions,
): string {
  const wide = Math.max(...[...tally.keys()].map((what) => what.length))
  const table = [...tally].map(
    ([what, count]) => `  ${what.padEnd(wide)}  ${String(count).padStart(8)}`,
  )
  const broken = violations.flatMap(({ rule, times, says, evidence }) => [
    `  broken ${times} times: ${rule}`,
    `    ${says}`,
    ...evidence.slice(0, 12).map((item) => `      ${JSON.stringify(item)}`),
  ])
  const wrong = [...troubles.map((trouble) => `  ${trouble}`), ...broken]
  return [
    `chaos on ${store}, ${seconds} s, seed ${seed}`,
    ...table,
    ...((tally.get('calm fires') ?? 0) > 0
      ? []
      : ['  lateness is not judged: the machine was busy, or the faults took until the end']),
    ...(wrong.length === 0 ? ['  no rule is broken'] : [...wrong, `  journals: ${folder}`]),
  ].join('\n')
}
