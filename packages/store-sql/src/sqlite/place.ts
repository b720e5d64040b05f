import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where a process lives, so exactly that no other process is ever taken for it. */
interface Place {
  readonly host: string
  /** Changes when the machine starts anew. */
  readonly boot: string
  /** The namespace in which the process id counts: containers of one machine have their own. */
  readonly namespace: string
  readonly pid: number
  /** When the process began: ids are given again to others. */
  readonly started: string
}

/** This process; null where the system does not tell, which is anywhere but on Linux. */
export const ownPlace: string | null = placeOf(process.pid)

/** Whether the process of a place has certainly ended. False also when nobody here can know. */
export function isPlaceGone(place: string): boolean {
  const other = parsed(place)
  const own = ownPlace === null ? null : parsed(ownPlace)
  if (other === null || own === null) return false
  if (other.host !== own.host) return false
  if (other.boot !== own.boot || other.namespace !== own.namespace) return false
  if (!exists(other.pid)) return true
  const stat = statOf(other.pid)
  return stat !== null && (stat.ended || stat.started !== other.started)
}

function placeOf(pid: number): string | null {
  const stat = statOf(pid)
  const boot = read('/proc/sys/kernel/random/boot_id')
  const namespace = linkOf(`/proc/${pid}/ns/pid`)
  if (stat === null || boot === null || namespace === null) return null
  const host = hostname()
  const place: Place = { host, boot: boot.trim(), namespace, pid, started: stat.started }
  return JSON.stringify(place)
}

/** A signal of no effect: only when there is no such process does the system say so. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

interface ProcessStat {
  readonly started: string
  /** It ended, and its parent has not asked how. */
  readonly ended: boolean
}

function statOf(pid: number): ProcessStat | null {
  const stat = read(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The name of the program stands in brackets and may hold anything, so the fields are counted from its end.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const started = fields[19]
  if (state === undefined || started === undefined) return null
  return { started, ended: state === 'Z' || state === 'X' }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path)
  } catch {
    return null
  }
}

function parsed(place: string): Place | null {
  try {
    const value: unknown = JSON.parse(place)
    return isPlace(value) ? value : null
  } catch {
    return null
  }
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  return (
    ['host', 'boot', 'namespace', 'started'].every(
      (field) => typeof Reflect.get(value, field) === 'string',
    ) && Number.isInteger(Reflect.get(value, 'pid'))
  )
}
