package format

import (
	"runtime/debug"
	"sync"

	"lacuna/dataset/format/layout"
)

// largeTable is how many cells make a table large: 64 MB of numbers.
const largeTable = 8 << 20

// frugal makes the garbage collector run more often while large tables are
// read, until the returned function is called: by its usual measure, garbage may
// take as much memory as the numbers do.
func frugal(f *layout.Found) (usual func()) {
	const percent = 10
	cells := 0
	for _, t := range f.Tables {
		cells = max(cells, t.Rows()*len(t.Names))
	}
	if cells < largeTable {
		return func() {}
	}
	garbage.Lock()
	defer garbage.Unlock()
	if garbage.readers++; garbage.readers == 1 {
		garbage.before = debug.SetGCPercent(percent)
		if garbage.before >= 0 && garbage.before < percent {
			debug.SetGCPercent(garbage.before)
		}
	}
	return func() {
		garbage.Lock()
		defer garbage.Unlock()
		if garbage.readers--; garbage.readers == 0 {
			debug.SetGCPercent(garbage.before)
		}
	}
}

// garbage counts the readers of large tables, since the measure is one for the
// whole process.
var garbage struct {
	sync.Mutex
	readers, before int
}
