import { Script } from './script.ts'

/**
 * Answers a list of questions at one instant. KEYS[1] is the lock; ARGV[1] a token, when the step has to be alone, and
 * ARGV[2] how long; ARGV[3] the instant of the step, empty when it is the server's. Then the questions, one after the other.
 * Gives what became of the lock, seconds, microseconds, and one reply for each question. It writes nothing but the lock.
 */
export const readScript: Script = new Script(`
local at = 3
local function take() at = at + 1 return ARGV[at - 1] end
local function key() return KEYS[tonumber(take())] end
local function bound()
  local text = take()
  if text:sub(1, 1) == '*' then return '(' .. text:sub(2) .. '\\255' end
  return text
end
local function lex(index, min, max, count)
  return redis.call('ZRANGEBYLEX', index, min, max, 'LIMIT', 0, count)
end
local function last(member) return member:match('[^\\n]*$') end
local function rows(hash, fields, reply)
  for from = 1, #fields, 1000 do
    local found = redis.call('HMGET', hash, unpack(fields, from, math.min(from + 999, #fields)))
    for _, row in ipairs(found) do reply[#reply + 1] = row end
  end
  return reply
end
local function rowsOf(hash, members, reply)
  local fields = {}
  for _, member in ipairs(members) do fields[#fields + 1] = last(member) end
  return rows(hash, fields, reply)
end

local time = redis.call('TIME')
local given = take()
if given == '' then given = string.format('1%013d%03d', time[1], math.floor(time[2] / 1000)) end
local ops = {}

ops.get = function()
  local hash, fields = key(), {}
  for i = 1, tonumber(take()) do fields[i] = take() end
  return rows(hash, fields, {})
end
ops.range = function()
  local index, hash, min, max, count = key(), key(), bound(), bound(), take()
  local members = lex(index, min, max, count)
  return rowsOf(hash, members, { #members })
end
ops.back = function()
  local index, hash, min, max, count = key(), key(), bound(), bound(), take()
  local members = redis.call('ZREVRANGEBYLEX', index, max, min, 'LIMIT', 0, count)
  return rowsOf(hash, members, { #members })
end
ops.first = function()
  local index, min, max = key(), bound(), bound()
  return lex(index, min, max, 1)
end
ops.members = function()
  local index, min, max, count = key(), bound(), bound(), take()
  return lex(index, min, max, count)
end
ops.count = function()
  local index, min, max = key(), bound(), bound()
  return redis.call('ZLEXCOUNT', index, min, max)
end
ops.has = function()
  local index, reply = key(), {}
  for i = 1, tonumber(take()) do reply[i] = redis.call('ZSCORE', index, take()) and 1 or 0 end
  return reply
end

-- The newest span of each incarnation: keys are job, incarnation and instant, with tabulators between them.
ops.newest = function()
  local index, hash, min, max = key(), key(), bound(), bound()
  local members = redis.call('ZREVRANGEBYLEX', index, max, min)
  local seen, found = {}, {}
  for _, member in ipairs(members) do
    local inc = last(member):match('\\t([^\\t]*)\\t')
    if not seen[inc] then
      seen[inc] = true
      found[#found + 1] = member
    end
  end
  return rowsOf(hash, found, { #members })
end

-- The jobs that stand first in an index by job, each once.
ops.heads = function()
  local index, hash, count = key(), key(), tonumber(take())
  local cursor, jobs = '-', {}
  while #jobs < count do
    local member = lex(index, cursor, '+', 1)[1]
    if not member then break end
    local job = member:match('^[^\\n]*')
    jobs[#jobs + 1] = job
    cursor = '[' .. job .. '\\11'
  end
  return rows(hash, jobs, { #jobs })
end

-- Members of an index for which another has none that begins with them: at most so many are looked at.
ops.without = function()
  local index, others, hash, after, count, most = key(), key(), key(), take(), tonumber(take()), take()
  local found, stopped = {}, ''
  local members = lex(index, after == '' and '-' or '(' .. after, '+', most)
  for _, member in ipairs(members) do
    if #found == count then break end
    stopped = member
    local prefix = member .. '\\n'
    if #lex(others, '[' .. prefix, '(' .. prefix .. '\\255', 1) == 0 then found[#found + 1] = member end
  end
  if #members < tonumber(most) and #found < count then stopped = '' end
  return rows(hash, found, { stopped })
end

-- The runs that a room takes. Members are executor, task, then version, priority and instant of 17 letters each, run.
-- The index is walked group by group, each of one executor, task, version and priority: ready ones stand first in each.
ops.ready = function()
  local index, hash, executor, count = key(), key(), take() .. '\\n', tonumber(take())
  local versions = {}
  for i = 1, tonumber(take()) do
    local task = take()
    versions[task] = take()
  end
  local cursor, stop = '[' .. executor, '(' .. executor .. '\\255'
  local found, later = {}, ''
  while true do
    local member = lex(index, cursor, stop, 1)[1]
    if not member then break end
    local task = member:match('^[^\\n]*', #executor + 1)
    local head = executor .. task .. '\\n'
    local version = member:sub(#head + 1, #head + 17)
    if not versions[task] or version > versions[task] then
      cursor = '(' .. head .. '\\255'
    else
      local group = member:sub(1, #head + 34)
      for _, ready in ipairs(lex(index, '[' .. group, '(' .. group .. given .. '\\11', count)) do
        found[#found + 1] = { ready:sub(#head + 18, #head + 51), ready }
      end
      local next = lex(index, '[' .. group .. given .. '\\11', '(' .. group .. '\\255', 1)[1]
      local instant = next and next:sub(#head + 35, #head + 51)
      if instant and (later == '' or instant < later) then later = instant end
      cursor = '(' .. group .. '\\255'
    end
  end
  table.sort(found, function(a, b) return a[1] < b[1] end)
  local members = {}
  for i = 1, math.min(count, #found) do members[i] = found[i][2] end
  return rowsOf(hash, members, { later })
end

local lock = ''
if ARGV[1] ~= '' then
  if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and redis.call('GET', KEYS[1]) ~= ARGV[1] then
    return { 'taken', time[1], time[2] }
  end
  lock = 'mine'
end
local reply = { lock, time[1], time[2] }
while at <= #ARGV do reply[#reply + 1] = ops[take()]() end
return reply
`)
