import { QUEUE } from './work-items.ts'

// Redis has a mark for each run: a hash with one field per content, so that the same items are inserted once,
// however often the Job is started, by whichever engine, and at the same time if need be.
const MARK = `${QUEUE}:inserted:$RUN_ID`
const REDIS_CLI = 'redis-cli -h "$REDIS_SERVICE_HOST"'

// A wrong type of the list is noticed before the mark is set.
const INSERT_LUA = `redis.call('LLEN', KEYS[1])
if redis.call('HSETNX', KEYS[2], redis.sha1hex(ARGV[1]), 'inserted') == 0 then return 0 end
local added = 0
for item in string.gmatch(ARGV[1], '[^\\n]+') do
  redis.call('RPUSH', KEYS[1], item)
  added = added + 1
end
return added
`

const INSERT_SH = `set -eu
until [ "$(${REDIS_CLI} ping)" = PONG ]; do echo "Waiting for $REDIS_SERVICE_HOST"; sleep 2; done
# One call, so Redis does nothing else in between.
added=$(${REDIS_CLI} -e -x EVAL "$(cat /var/opt/insert.lua)" 2 ${QUEUE} "${MARK}" < /var/opt/work-items.list)
echo "Run $RUN_ID: $added items inserted"
`

// A worker that starts before the items are there would find an empty queue and finish.
const INIT_WORKER_SH = `set -eu
until [ "$(${REDIS_CLI} exists "${MARK}")" = 1 ]; do
  echo "Waiting for $REDIS_SERVICE_HOST and the items of run $RUN_ID"
  sleep 2
done
`

/** Scripts of a run, by the name of their file in /var/opt. */
export const QUEUE_SCRIPTS = {
  'insert.lua': INSERT_LUA,
  'insert.sh': INSERT_SH,
  'init-worker.sh': INIT_WORKER_SH,
} as const
