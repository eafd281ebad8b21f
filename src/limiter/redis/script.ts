// What runs inside Redis: a log of requests that every process reads and writes in one step, by Redis' own clock.

/**
 * KEYS 1: the log, a sorted set: one member per request, its score the moment from which it counts.
 * KEYS 2: there while nobody may send.
 * ARGV 1: `take` a place in every window, `count` a request from now on, or `pause`.
 * ARGV 2: name of the request, or milliseconds of pause.
 * ARGV 3, for `take`: milliseconds after which a request counts when nobody says earlier that it was answered.
 * ARGV 4 and on, for `take`: size and milliseconds of each window.
 * Returns 0 = go, or the milliseconds before which asking again is of no use.
 */
export const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local log, pause, name = KEYS[1], KEYS[2], ARGV[2]

if ARGV[1] == 'pause' then
  -- A longer pause that another process was told stays.
  if redis.call('PTTL', pause) < tonumber(name) then redis.call('SET', pause, 1, 'PX', name) end
  return 0
end

if ARGV[1] == 'count' then
  local from = tonumber(redis.call('ZSCORE', log, name) or now)
  redis.call('ZADD', log, 'XX', math.min(from, now), name)
  return 0
end

local countsFrom = now + ARGV[3]
-- Only a clock that was set back can leave such entries; they would block until it has caught up.
redis.call('ZREMRANGEBYSCORE', log, '(' .. string.format('%.0f', countsFrom), '+inf')
local wait, longest = redis.call('PTTL', pause), 0
for i = 4, #ARGV, 2 do
  local size, ms = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  longest = math.max(longest, ms)
  -- A window has room when the size-th newest request has left it. One that is still under way can begin to
  -- count this very moment, so a whole window is the shortest wait.
  local oldest = redis.call('ZREVRANGE', log, size - 1, size - 1, 'WITHSCORES')[2]
  if oldest then wait = math.max(wait, math.min(tonumber(oldest), now) + ms - now) end
end
if wait > 0 then return wait end

redis.call('ZREMRANGEBYSCORE', log, '-inf', now - longest)
redis.call('ZADD', log, countsFrom, name)
redis.call('PEXPIRE', log, ARGV[3] + longest)
return 0
`;
