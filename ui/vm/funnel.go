package vm

import (
	"sync"
	"time"

	"lacuna/experiment"
)

// pace is the least time between two deliveries of progress: 10 a second.
const pace = 100 * time.Millisecond

// curvePace is the least time between two drawings of live curves.
const curvePace = 250 * time.Millisecond

// funnel coalesces events: however many arrive, at most one delivery waits on
// the event goroutine, and deliveries keep their pace.
type funnel struct {
	around  *Surroundings
	deliver func([]experiment.Event)
	mu      sync.Mutex
	list    []experiment.Event
	asked   bool
}

func (f *funnel) add(ev experiment.Event) {
	f.mu.Lock()
	f.list = append(f.list, ev)
	ask := !f.asked
	f.asked = true
	f.mu.Unlock()
	if ask {
		f.around.after(pace, func() { f.around.Do(f.flush) })
	}
}

// flush delivers what has come in; it runs on the event goroutine.
func (f *funnel) flush() {
	f.mu.Lock()
	list := f.list
	f.list, f.asked = nil, false
	f.mu.Unlock()
	if len(list) > 0 {
		f.deliver(list)
	}
}
