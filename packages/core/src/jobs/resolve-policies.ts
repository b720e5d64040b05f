import { durationOf, type Duration } from '../time/duration.ts'
import { DAY, HOUR, SECOND, type Millis } from '../time/epoch.ts'
import type { Policies } from './policies.ts'
import { policyNames } from './policy-names.ts'
import type { ResolvedPolicies, ResolvedRetry } from './resolved-policies.ts'

/** Layers of policies, the nearest last; those that are not given do not count. */
export type PolicyLayers = readonly (Policies | undefined)[]

/** All policies of a job, of layers that were checked before: nearest wins, objects whole, tags add up. Equal ones are one object. */
export function resolvePolicies(layers: PolicyLayers): ResolvedPolicies {
  const given = layers.filter((layer) => layer !== undefined && namesAny(layer))
  if (given.length === 0) return plain
  return interned(resolved(given as readonly Policies[]))
}

/** The names of the policies that a job's own options give. */
export function givenPolicies(options: Policies): readonly (keyof Policies)[] {
  return namesAny(options) ? policyNames.filter((name) => options[name] !== undefined) : none
}

const none: readonly (keyof Policies)[] = Object.freeze([])

function namesAny(layer: Policies): boolean {
  for (const name of policyNames) if (layer[name] !== undefined) return true
  return false
}

function resolved(layers: readonly Policies[]): ResolvedPolicies {
  const merged: Policies = {}
  for (const layer of layers) for (const name of policyNames) copy(layer, merged, name)
  const tags = [...new Set(layers.flatMap((layer) => layer.tags ?? []))]
  return {
    maxInstances: merged.maxInstances ?? 1,
    overlap: merged.overlap ?? 'skip',
    maxQueue: merged.maxQueue ?? 100,
    misfireGrace: millisUnless('unlimited', merged.misfireGrace),
    coalesce: merged.coalesce ?? 'latest',
    maxCatchUp: merged.maxCatchUp ?? 1_000,
    timeout: millisUnless('none', merged.timeout),
    retry: resolvedRetry(merged.retry),
    onNodeLoss: merged.onNodeLoss ?? 'rerun',
    maxCrashes: merged.maxCrashes ?? 2,
    executor: merged.executor ?? 'default',
    priority: merged.priority ?? 0,
    tags,
    history: {
      keep: merged.history?.keep ?? 100,
      maxAge: millisOr(merged.history?.maxAge, 30 * DAY),
    },
  }
}

function copy<K extends keyof Policies>(from: Policies, to: Policies, name: K): void {
  if (from[name] !== undefined) to[name] = from[name]
}

function resolvedRetry(retry: Policies['retry']): ResolvedRetry {
  const options = typeof retry === 'object' ? retry : { limit: retry ?? 0 }
  return {
    limit: options.limit,
    delay: millisOr(options.delay, 10 * SECOND),
    backoff: options.backoff ?? 'exponential',
    maxDelay: millisOr(options.maxDelay, HOUR),
    jitter: options.jitter ?? true,
  }
}

function millisUnless(word: string, value: Duration | undefined): Millis | null {
  return value === undefined || value === word ? null : durationOf(value)
}

function millisOr(value: Duration | undefined, otherwise: Millis): Millis {
  return value === undefined ? otherwise : durationOf(value)
}

const REMEMBERED = 10_000
const known = new Map<string, ResolvedPolicies>()

/** One frozen object for equal policies: a hundred thousand jobs hold a handful of them. */
export function interned(policies: ResolvedPolicies): ResolvedPolicies {
  const text = JSON.stringify(policies)
  const there = known.get(text)
  if (there !== undefined) return there
  if (known.size >= REMEMBERED) known.clear()
  Object.freeze(policies.retry)
  Object.freeze(policies.history)
  Object.freeze(policies.tags)
  known.set(text, Object.freeze(policies))
  return policies
}

const plain: ResolvedPolicies = interned(resolved([]))
