import type { Room } from '@punctual/core/store'

/** The pending runs that fit a room: one filter for each version of tasks, and mostly there is only one. */
export function roomFilters({ executor, tasks }: Room): readonly object[] {
  const versions = new Map<number, string[]>()
  for (const { name, version } of tasks) {
    const names = versions.get(version) ?? []
    versions.set(version, [...names, name])
  }
  return [...versions].map(([version, names]) => ({
    state: 'pending',
    task: names.length === 1 ? names[0] : { $in: names },
    executor,
    taskVersion: { $lte: version },
  }))
}
