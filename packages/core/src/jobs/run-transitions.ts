import type { RunState } from './run.ts'

/** What a store does when it moves a run on. */
export type RunMover =
  | 'publish'
  | 'enqueue'
  | 'follow'
  | 'promote'
  | 'claim'
  | 'finish'
  | 'cancel'
  | 'remove'
  | 'reap'

/** A legal move of a run; `null` stands for no run: before it was created, or after it became a span. */
export interface RunTransition {
  readonly from: RunState | null
  readonly to: RunState | null
  readonly by: readonly RunMover[]
  readonly when: string
}

/** Every way a run can go; a move that is not here is never made. */
export const runTransitions: readonly RunTransition[] = [
  {
    from: null,
    to: 'running',
    by: ['publish', 'enqueue'],
    when: 'a slot is free and the node that asks takes it at once',
  },
  {
    from: null,
    to: 'pending',
    by: ['publish', 'enqueue', 'follow'],
    when: 'a slot is free',
  },
  {
    from: null,
    to: 'waiting',
    by: ['publish', 'enqueue', 'follow'],
    when: 'every slot is held and the run may queue',
  },
  { from: 'waiting', to: 'pending', by: ['promote'], when: 'a slot got free and it is the next' },
  {
    from: 'waiting',
    to: null,
    by: ['publish', 'follow'],
    when: 'a later one replaced it: it becomes a span',
  },
  {
    from: 'waiting',
    to: 'cancelled',
    by: ['cancel', 'remove'],
    when: 'it was cancelled, or its job was removed',
  },
  { from: 'pending', to: 'running', by: ['claim'], when: 'a node took it' },
  {
    from: 'pending',
    to: 'cancelled',
    by: ['cancel', 'remove', 'publish', 'follow'],
    when: 'it was cancelled, its job was removed, or a later one replaced it',
  },
  { from: 'running', to: 'succeeded', by: ['finish'], when: 'its handler returned' },
  {
    from: 'running',
    to: 'failed',
    by: ['finish', 'reap'],
    when: 'its last attempt failed, or it ended its process too often',
  },
  {
    from: 'running',
    to: 'cancelled',
    by: ['finish', 'reap'],
    when: 'it was asked to stop and did, or its node died first',
  },
  {
    from: 'running',
    to: 'lost',
    by: ['reap'],
    when: "its node died and its job says `onNodeLoss: 'lose'`, or was removed",
  },
  {
    from: 'running',
    to: 'pending',
    by: ['finish', 'reap'],
    when: 'it is to be tried again, did not start, or its node died',
  },
  {
    from: 'running',
    to: null,
    by: ['finish'],
    when: 'it was too late to start: it becomes a span',
  },
]

/** Whether a run may go from one state to another by this operation. */
export function mayMove(from: RunState | null, to: RunState | null, by: RunMover): boolean {
  const movers = movesFrom[from ?? 'none']?.[to ?? 'none']
  return movers !== undefined && movers.includes(by)
}

type Moves = Partial<Record<RunState | 'none', readonly RunMover[]>>

const movesFrom: Partial<Record<RunState | 'none', Moves>> = {}
for (const { from, to, by } of runTransitions) {
  const moves = (movesFrom[from ?? 'none'] ??= {})
  moves[to ?? 'none'] = by
}
