set -eu
until [ "$(redis-cli -h "$REDIS_SERVICE_HOST" exists "jobProduct:inserted:$RUN_ID")" = 1 ]; do
  echo "Waiting for $REDIS_SERVICE_HOST and the items of run $RUN_ID"
  sleep 2
done
[ "$REQUEUE" = true ] || exit 0
# A worker that crashed left its item in processing, where nobody would ever take it from.
while item=$(redis-cli -h "$REDIS_SERVICE_HOST" -e lmove jobProduct:processing jobProduct left right) && [ -n "$item" ]; do
  echo "Queued again: $item"
done
