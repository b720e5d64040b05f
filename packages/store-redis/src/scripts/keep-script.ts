import { Script } from './script.ts'

/**
 * Keeps what a step wrote, or nothing. KEYS[1] is the lock; ARGV[1] the token of the step when it is alone. Then come
 * lists, each with its length: rows that must be as they were read, ranges that must be as long as they were, fields to set,
 * fields to delete, members to take away, members to add; last a channel and what is told on it.
 */
export const keepScript: Script = new Script(`
local at = 2
local function take() at = at + 1 return ARGV[at - 1] end
local function key() return KEYS[tonumber(take())] end
local function bound()
  local text = take()
  if text:sub(1, 1) == '*' then return '(' .. text:sub(2) .. '\\255' end
  return text
end

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 'taken' end
for i = 1, tonumber(take()) do
  local hash, field, stamp = key(), take(), take()
  local row = redis.call('HGET', hash, field)
  if stamp == '' then
    if row then return 'changed' end
  elseif not row or row:sub(1, #stamp + 1) ~= stamp .. ' ' then
    return 'changed'
  end
end
for i = 1, tonumber(take()) do
  local index, min, max, count = key(), bound(), bound(), tonumber(take())
  if redis.call('ZLEXCOUNT', index, min, max) ~= count then return 'changed' end
end

for i = 1, tonumber(take()) do
  local hash, field, row = key(), take(), take()
  redis.call('HSET', hash, field, row)
end
for i = 1, tonumber(take()) do
  local hash, field = key(), take()
  redis.call('HDEL', hash, field)
end
for i = 1, tonumber(take()) do
  local index, member = key(), take()
  redis.call('ZREM', index, member)
end
for i = 1, tonumber(take()) do
  local index, member = key(), take()
  redis.call('ZADD', index, 0, member)
end
if holder then redis.call('DEL', KEYS[1]) end
local channel, message = take(), take()
-- Whoever may not publish keeps his step all the same: others find by looking what they were not told.
if channel ~= '' then redis.pcall('PUBLISH', channel, message) end
return 'kept'
`)
