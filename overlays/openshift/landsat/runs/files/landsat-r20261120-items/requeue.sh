trap 'exit 0' TERM
while :; do
  queued=$(redis-cli -h "$REDIS_SERVICE_HOST" -e EVAL "$(cat /var/opt/requeue.lua)" \
    3 jobProduct jobProduct:processing jobProduct:orphans 120) || queued=0
  [ "$queued" = 0 ] || echo "$queued items queued again: the lease of their worker has ended"
  sleep 30 & wait $!
done
