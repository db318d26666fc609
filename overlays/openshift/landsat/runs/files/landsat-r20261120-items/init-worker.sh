set -eu
until [ "$(redis-cli -h "$REDIS_SERVICE_HOST" exists "jobProduct:inserted:$RUN_ID")" = 1 ]; do
  echo "Waiting for $REDIS_SERVICE_HOST and the items of run $RUN_ID"
  sleep 2
done
