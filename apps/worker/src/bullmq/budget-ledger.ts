import type { BudgetLedger, BudgetState } from "@longdoc/queue";
import type { Redis } from "ioredis";

import type { Keys } from "./keys.ts";

/** What was set aside and not settled before its lease ran out may be spent by others. */
const RECOVER = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local reserved = 0
local all = redis.call('HGETALL', KEYS[2])
for index = 1, #all, 2 do
  local amount, due = string.match(all[index + 1], '^(%d+) (%d+)$')
  if tonumber(due) < now then
    redis.call('HDEL', KEYS[2], all[index])
    redis.call('HSET', KEYS[3], all[index], amount)
  else
    reserved = reserved + tonumber(amount)
  end
end
`;

/** Of an id that is reserved already (the answer to the first call was lost) nothing more is set aside. */
const RESERVE = `${RECOVER}
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then return false end
local limit = redis.call('HGET', KEYS[1], 'limit')
local spent = redis.call('HGET', KEYS[1], 'spent') or '0'
if limit and tonumber(spent) + reserved + tonumber(ARGV[2]) > tonumber(limit) then return {limit, spent} end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. ' ' .. string.format('%.0f', now + tonumber(ARGV[3])))
return false
`;

const SETTLE = `
if redis.call('HDEL', KEYS[2], ARGV[1]) + redis.call('HDEL', KEYS[3], ARGV[1]) > 0 then
  redis.call('HINCRBY', KEYS[1], 'spent', ARGV[2])
end
`;

const RENEW = `
local time = redis.call('TIME')
local due = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1]))
for index = 2, #ARGV do
  local held = redis.call('HGET', KEYS[2], ARGV[index])
  if held then redis.call('HSET', KEYS[2], ARGV[index], string.match(held, '^%d+') .. ' ' .. due) end
end
`;

const STATE = `${RECOVER}
local abandoned = 0
for _, amount in ipairs(redis.call('HVALS', KEYS[3])) do abandoned = abandoned + tonumber(amount) end
return {
  redis.call('HGET', KEYS[1], 'limit') or '',
  redis.call('HGET', KEYS[1], 'spent') or '0',
  string.format('%.0f', reserved),
  string.format('%.0f', abandoned),
}
`;

/** The budget in Redis. Every step is one script: it is done whole, and nothing else in between. */
export function redisBudget(redis: Redis, keys: Keys, leaseMs: number): BudgetLedger {
  const run = (script: string, ...values: (string | number)[]): Promise<unknown> =>
    redis.eval(script, 3, keys.budget, keys.reserved, keys.abandoned, ...values);
  return {
    reserve: async (id, amount) => {
      const refused = (await run(RESERVE, id, amount, leaseMs)) as readonly [string, string] | null;
      return refused ? { limit: Number(refused[0]), spent: Number(refused[1]) } : undefined;
    },
    settle: async (id, amount) => void (await run(SETTLE, id, amount)),
    renew: async (ids) => void (await run(RENEW, leaseMs, ...ids)),
    setLimit: async (amount) => {
      if (amount === undefined) await redis.hdel(keys.budget, "limit");
      else await redis.hset(keys.budget, "limit", amount);
    },
    state: async (): Promise<BudgetState> => {
      const [limit, spent, reserved, abandoned] = (await run(STATE)) as readonly [
        string,
        string,
        string,
        string,
      ];
      return {
        ...(limit === "" ? {} : { limit: Number(limit) }),
        spent: Number(spent),
        reserved: Number(reserved),
        abandoned: Number(abandoned),
      };
    },
  };
}
