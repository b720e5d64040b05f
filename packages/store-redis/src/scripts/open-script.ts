import { Script } from './script.ts'

/**
 * Enters a handle: gives it a number that no other has, also after the store was emptied, the schema, what the schema asks
 * of writers, and what the server does when its memory is full (empty where it does not say).
 */
export const openScript: Script = new Script(`
redis.call('HSETNX', KEYS[1], 'schema', ARGV[1])
redis.call('HSETNX', KEYS[1], 'min_writer', ARGV[2])
local handle = redis.call('HINCRBY', KEYS[1], 'handles', 1)
local time = redis.call('TIME')
local memory = redis.pcall('INFO', 'memory')
local policy = type(memory) == 'string' and memory:match('maxmemory_policy:([%w-]+)') or ''
return {
  string.format('%x.%x.%x', time[1], time[2], handle),
  redis.call('HGET', KEYS[1], 'schema'),
  redis.call('HGET', KEYS[1], 'min_writer'),
  policy,
}
`)
