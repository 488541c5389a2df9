//go:build !headless

package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// Garbage is collected after so many bytes, whatever else is kept, but not before
// a share of that is new, and not later than Go does by itself. The window shares
// its machine with other programs, and most of what large data take are numbers,
// which are no work to look through: comparing methods on 200,000 records of six
// tables takes 90 MB less so, and the study of the sample no more time.
const (
	garbageRoom  = 64 << 20
	leastGarbage = 15  // percent of what is kept
	mostGarbage  = 100 // percent, which is Go's own
)

// garbagePercent is how much garbage may come to live bytes that are kept.
func garbagePercent(live uint64) int {
	return int(max(leastGarbage, min(mostGarbage, 100*garbageRoom/max(live, 1))))
}

// collectEarly keeps to that, looking at what is kept after each collection. It
// leaves the choice to people who made one by GOGC.
func collectEarly() {
	if os.Getenv("GOGC") == "" {
		(&collection{mostGarbage, []metrics.Sample{{Name: "/gc/heap/live:bytes"}}}).await()
	}
}

// collection is garbage itself, made so anew each time: so the collector calls.
type collection struct {
	percent int
	live    []metrics.Sample // one; its pointer keeps small numbers from sharing the block
}

// await looks at what is kept after the next collection, and after each.
func (c *collection) await() {
	runtime.SetFinalizer(c, func(c *collection) {
		metrics.Read(c.live)
		if p := garbagePercent(c.live[0].Value.Uint64()); p != c.percent {
			c.percent = p
			debug.SetGCPercent(p)
		}
		c.await()
	})
}
