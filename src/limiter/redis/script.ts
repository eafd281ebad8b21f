// What runs inside Redis: a log of requests, and a line of those that wait, which every process reads and writes in one
// step, by Redis' own clock.

/**
 * KEYS 1: the log, a sorted set: one member per request, its score the moment from which it counts.
 * KEYS 2: exists while no request may be sent.
 * KEYS 3: the line, a hash: one field per process that waits, with its place and the moment until which it is waited for.
 * ARGV 1: `take` a place in every window, `count` a request from now on, `leave` the line, or `pause`.
 * ARGV 2: name of the request, or milliseconds of pause.
 * ARGV 3, for `take`: milliseconds after which a request counts if no response has been reported before.
 * ARGV 4 and on, for `take`: size and milliseconds of each window.
 * Returns 0 = go; n > 0 = asking again within n milliseconds is of no use; n < 0 = all pause for -n milliseconds.
 */
export const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local log, pause, line, name = KEYS[1], KEYS[2], KEYS[3], ARGV[2]
-- A process that does not ask again this long after its time has ended, or has lost its connection.
local graceMs = 1000

if ARGV[1] == 'pause' then
  -- A longer pause that another process has reported stays.
  if redis.call('PTTL', pause) < tonumber(name) then redis.call('SET', pause, 1, 'PX', name) end
  return 0
end

if ARGV[1] == 'leave' then
  redis.call('HDEL', line, name)
  return 0
end

if ARGV[1] == 'count' then
  local from = tonumber(redis.call('ZSCORE', log, name) or now)
  redis.call('ZADD', log, 'XX', math.min(from, now), name)
  return 0
end

local paused, longest = redis.call('PTTL', pause), 0
for i = 5, #ARGV, 2 do longest = math.max(longest, tonumber(ARGV[i])) end

-- The place in the line: those who came earlier go first, however near to Redis a process is.
local waiting, places, mine, last = redis.call('HGETALL', line), {}, nil, 0
for i = 1, #waiting, 2 do
  local place, till = string.match(waiting[i + 1], '(%d+) (%d+)')
  place, till = tonumber(place), tonumber(till)
  last = math.max(last, place)
  if waiting[i] == name then mine = place
  -- Only a clock that was set back can leave a moment so far ahead.
  elseif till < now or till > now + math.max(paused, longest * #waiting) + graceMs then redis.call('HDEL', line, waiting[i])
  else places[#places + 1] = place end
end
mine = mine or last + 1
local ahead = 0
for _, place in ipairs(places) do if place < mine then ahead = ahead + 1 end end

local countsFrom = now + ARGV[3]
-- As above: they would block until the clock has caught up.
redis.call('ZREMRANGEBYSCORE', log, '(' .. string.format('%.0f', countsFrom), '+inf')
local wait = math.max(paused, 0)
for i = 4, #ARGV, 2 do
  local size, ms = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  -- Those ahead fill whole windows, and a part of one.
  local whole = math.floor(ahead / size)
  local index = size - 1 - (ahead - whole * size)
  -- The last part has room when this many of the newest requests are left in it. One that is still in flight can begin
  -- to count at this very moment, so a whole window is the shortest wait.
  local oldest = redis.call('ZREVRANGE', log, index, index, 'WITHSCORES')[2]
  local free = oldest and math.min(tonumber(oldest), now) + ms - now or 0
  wait = math.max(wait, math.max(free, 0) + whole * ms)
end

if wait > 0 then
  local till = wait + graceMs
  redis.call('HSET', line, name, string.format('%.0f %.0f', mine, now + till))
  redis.call('PEXPIRE', line, math.max(till, redis.call('PTTL', line)))
  return paused > 0 and -paused or wait
end

redis.call('HDEL', line, name)
redis.call('ZREMRANGEBYSCORE', log, '-inf', now - longest)
redis.call('ZADD', log, countsFrom, name)
redis.call('PEXPIRE', log, ARGV[3] + longest)
return 0
`;
