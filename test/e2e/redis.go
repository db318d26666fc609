// Keeps what Argo CD remembers, in memory. Usage: redis ADDRESS
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	redis := miniredis.NewMiniRedis()
	if err := redis.StartAddr(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// The library keeps no clock of its own: without this, nothing would ever expire.
	for {
		time.Sleep(time.Second)
		redis.FastForward(time.Second)
	}
}
