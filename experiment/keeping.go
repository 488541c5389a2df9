package experiment

import (
	"encoding/binary"
	"sync"
	"time"

	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// PartialStore is a Store that keeps half-done work of jobs as well. What it
// keeps of a job is no run, and is forgotten when the run is saved.
type PartialStore interface {
	Store
	// Partial returns what was last saved under a name for a job, nil where
	// nothing was, and an error where that is not as it was written.
	Partial(id, name string) ([]byte, error)
	// SavePartial saves data under a name for a job, whole or not at all.
	SavePartial(id, name string, data []byte) error
}

// keepEvery is about how much work an interruption may cost. What is done
// sooner is not kept at all.
const keepEvery = 20 * time.Second

// keeper is the job.Keeper of one job. Everything that it keeps begins with the
// time that the job has taken until then.
type keeper struct {
	store PartialStore
	id    string
	watch stopwatch
	start time.Time

	mu      sync.Mutex
	since   map[string]time.Time // a name was last kept, or first asked for
	last    time.Time            // anything was kept, or start
	some    bool                 // anything has been kept, now or earlier
	earlier time.Duration        // the job took before start, without what was lost
}

// keeper returns the keeper of a job, nil without a clock or where the store
// keeps runs only.
func (r Runner) keeper(j Job) *keeper {
	store, ok := r.Store.(PartialStore)
	if !ok || r.Clock == nil {
		return nil
	}
	watch := stopwatch{r.Clock}
	start := watch.now()
	return &keeper{store: store, id: j.ID, watch: watch, start: start, last: start, since: map[string]time.Time{}}
}

var _ job.Keeper = (*keeper)(nil)

// timeBytes is the length of the time before what is kept.
const timeBytes = 8

// Kept implements job.Keeper.
func (k *keeper) Kept(name string) ([]byte, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.watch.now()
	k.since[name] = now
	data, err := k.store.Partial(k.id, name)
	if err != nil || data == nil {
		return nil, err
	}
	if len(data) < timeBytes {
		return nil, say.Error("half-done work is cut off")
	}
	taken := time.Duration(binary.LittleEndian.Uint64(data))
	k.some, k.earlier = true, max(k.earlier, taken-now.Sub(k.start))
	return data[timeBytes:], nil
}

// Due implements job.Keeper. Work that goes on is due when it was not kept for
// long, or nothing of the job was. Work that is done is kept as soon as there is
// anything to keep of the job: it need not be done again with the rest.
func (k *keeper) Due(name string, done bool) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.watch.now()
	if done {
		return k.some || now.Sub(k.start) >= keepEvery
	}
	since, asked := k.since[name]
	return asked && now.Sub(since) >= keepEvery || now.Sub(k.last) >= keepEvery
}

// Keep implements job.Keeper.
func (k *keeper) Keep(name string, data []byte) error {
	k.mu.Lock()
	now := k.watch.now()
	k.since[name], k.last = now, now
	taken := k.earlier + now.Sub(k.start)
	k.mu.Unlock()
	file := binary.LittleEndian.AppendUint64(make([]byte, 0, timeBytes+len(data)), uint64(taken))
	if err := k.store.SavePartial(k.id, name, append(file, data...)); err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.some = true
	return nil
}

// addTo adds the time that the job took before it was interrupted.
func (k *keeper) addTo(run *result.Run) {
	k.mu.Lock()
	defer k.mu.Unlock()
	run.FitSeconds += k.earlier.Seconds()
	run.Seconds += k.earlier.Seconds()
}
