import { seeded } from '../seeded.ts'
import type { ChaosOptions } from './chaos-options.ts'
import type { Fault, FaultKind } from './fault.ts'

/** When processes are left alone: while they start, and at the end, where lateness is judged. */
export interface Quiet {
  readonly before: number
  readonly after: number
}

interface Rate {
  readonly kind: FaultKind
  /** In a run of 60 s. */
  readonly times: number
  readonly servers?: true
}

const rates: readonly Rate[] = [
  { kind: 'kill', times: 26 },
  { kind: 'stop', times: 18 },
  { kind: 'retire', times: 5 },
  { kind: 'cut', times: 20, servers: true },
  { kind: 'restart', times: 3, servers: true },
  { kind: 'pause', times: 10 },
  { kind: 'remove', times: 4 },
  { kind: 'run by hand', times: 20 },
]

/** A tenth before, a fifth after. */
export function quietOf(seconds: number): Quiet {
  return { before: seconds * 50, after: seconds * 220 }
}

/** The same faults for the same seed and options, by time. A process that stands still is left alone. */
export function planFaults(options: ChaosOptions): readonly Fault[] {
  const { seconds, seed, nodes, lease, store } = options
  const draw = seeded(seed)
  const { before, after } = quietOf(seconds)
  const window = seconds * 1_000 - before - after
  const wanted = rates
    .filter(({ servers }) => servers !== true || store !== 'sqlite')
    .filter(({ kind }) => kind !== 'restart' || store !== 'mongodb')
    .flatMap(({ kind, times }) => spread(kind, Math.ceil((times * seconds) / 60), draw))
    .map(({ kind, share }) => ({ kind, at: Math.round(before + share * window) }))
    .toSorted((a, b) => a.at - b.at)
  const still = Array.from({ length: nodes }, () => 0)
  const turns = new Map<FaultKind, number>()
  return wanted.map(({ kind, at }) => {
    const turn = turns.get(kind) ?? 0
    turns.set(kind, turn + 1)
    // Two go on at least, so that somebody is there to notice.
    const awake = [...still.keys()].filter((slot) => (still[slot] ?? 0) < at)
    const slot = awake[Math.floor(draw() * awake.length)] ?? 0
    const lasts = Math.round(lease * (1.1 + draw() / 2))
    const stops = kind === 'stop' && awake.length > 2
    if (stops) still[slot] = at + lasts
    return faultOf(kind === 'stop' && !stops ? 'retire' : kind, { at, slot, lasts, turn })
  })
}

/** Times from 0 to 1, one in each of as many equal parts. */
function spread(
  kind: FaultKind,
  times: number,
  draw: () => number,
): readonly { kind: FaultKind; share: number }[] {
  return Array.from({ length: times }, (_, n) => ({ kind, share: (n + draw()) / times }))
}

function faultOf(
  kind: FaultKind,
  { at, slot, lasts, turn }: { at: number; slot: number; lasts: number; turn: number },
): Fault {
  if (kind === 'stop') return { at, kind, slot, lasts, locked: turn % 6 === 5 }
  if (kind === 'pause') return { at, kind, job: turn, lasts }
  if (kind === 'remove' || kind === 'run by hand') return { at, kind, job: turn }
  if (kind === 'restart') return { at, kind, how: turn % 2 === 0 ? 'gently' : 'at once' }
  return { at, kind, slot }
}
