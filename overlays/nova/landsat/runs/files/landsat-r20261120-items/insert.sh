set -eu
until [ "$(redis-cli -h "$REDIS_SERVICE_HOST" ping)" = PONG ]; do echo "Waiting for $REDIS_SERVICE_HOST"; sleep 2; done
# One call, so Redis does nothing else in between.
added=$(redis-cli -h "$REDIS_SERVICE_HOST" -e -x EVAL "$(cat /var/opt/insert.lua)" 2 jobProduct "jobProduct:inserted:$RUN_ID" < /var/opt/work-items.list)
echo "Run $RUN_ID: $added items inserted"
