package format

import (
	"runtime"
	"runtime/debug"
	"sync"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
)

// What large tables leave to garbage: as many bytes as follow, or a share of
// the numbers. By the usual measure it would be as much as the numbers
// themselves.
const (
	garbageBytes   = 64 << 20
	garbagePercent = 5
)

// frugal makes the garbage collector run more often where tables are large. The
// returned function brings the usual measure back, at once where no dataset came
// of the tables, or when the dataset is no longer used.
func frugal(f *layout.Found) (usual func(*dataset.Dataset)) {
	size := 0
	for _, t := range f.Tables {
		size += 8 * t.Rows() * len(t.Names)
	}
	if size <= garbageBytes {
		return func(*dataset.Dataset) {}
	}
	id := garbage.take(max(garbagePercent, garbageBytes*100/size))
	return func(d *dataset.Dataset) {
		if d == nil {
			garbage.giveBack(id)
			return
		}
		runtime.AddCleanup(d, garbage.giveBack, id)
	}
}

// garbage is what the large datasets of the process ask for; the least counts.
var garbage = measures{percent: map[int]int{}}

type measures struct {
	lock    sync.Mutex
	percent map[int]int
	next    int
	before  int // the usual measure
}

func (m *measures) take(percent int) (id int) {
	m.lock.Lock()
	defer m.lock.Unlock()
	if len(m.percent) == 0 {
		m.before = debug.SetGCPercent(percent)
	}
	m.next++
	m.percent[m.next] = percent
	m.set()
	return m.next
}

func (m *measures) giveBack(id int) {
	m.lock.Lock()
	defer m.lock.Unlock()
	delete(m.percent, id)
	m.set()
}

// set takes the least of all measures, the usual one among them, which is below
// zero where nothing is collected.
func (m *measures) set() {
	least := m.before
	for _, p := range m.percent {
		if m.before >= 0 {
			least = min(least, p)
		}
	}
	debug.SetGCPercent(least)
}
