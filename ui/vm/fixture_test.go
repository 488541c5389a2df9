package vm

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/rng"
)

// small returns 120 labelled records of three modalities, with gaps: every
// fourth record has no image, every sixth no sound.
func small(t testing.TB) *dataset.Dataset {
	t.Helper()
	const n = 120
	r := rng.New(1).Rand()
	d := dataset.Dataset{Name: "small", Classes: []string{"ill", "well"}, Groups: map[string][]string{"site": nil}}
	names := []string{"table", "image", "sound"}
	every := []int{0, 4, 6}
	blocks := make([]dataset.Block, len(names))
	for m, name := range names {
		blocks[m] = dataset.Block{
			Modality: dataset.Modality{Name: name, Kind: dataset.Table, Columns: []string{"x", "y"}, Source: name + ".csv"},
			Numbers:  dataset.NewMissing(n, 2), Causes: make([]dataset.Cause, n),
		}
	}
	for i := range n {
		d.IDs = append(d.IDs, fmt.Sprintf("r%03d", i))
		d.Labels = append(d.Labels, i%2)
		d.Groups["site"] = append(d.Groups["site"], []string{"north", "south"}[i%3%2])
		for m := range blocks {
			if every[m] > 0 && i%every[m] == 0 {
				blocks[m].Causes[i] = dataset.NoRow
				continue
			}
			blocks[m].Numbers.Set(i, 0, float64(i%2)+r.NormFloat64()/2)
			blocks[m].Numbers.Set(i, 1, r.NormFloat64())
		}
	}
	d.Blocks = blocks
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// desk is a workbench whose event goroutine is the test's.
type desk struct {
	*Workbench
	t      testing.TB
	queue  chan func()
	stores map[string]experiment.Store
	seen   Change
	data   *dataset.Dataset
}

func newDesk(t testing.TB) *desk {
	t.Helper()
	k := &desk{t: t, queue: make(chan func(), 1000), stores: map[string]experiment.Store{}, data: small(t)}
	start := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	k.Workbench = New(&Surroundings{
		Do:      func(f func()) { k.queue <- f },
		Now:     func() time.Time { return start },
		Workers: 2,
		Open: func(_ context.Context, paths []string, _ dataset.Import) (*dataset.Dataset, error) {
			if len(paths) == 0 || paths[0] == "" {
				return nil, errors.New("no path")
			}
			return k.data, nil
		},
		Sample: func(context.Context) (*dataset.Dataset, error) { return k.data, nil },
		Masks: func(path string, _ *dataset.Dataset) (*dataset.Mask, error) {
			return nil, fmt.Errorf("no mask file %s", path)
		},
		Store: k.store,
	})
	k.Observe(func(c Change) { k.seen |= c })
	return k
}

func (k *desk) store(file string) (experiment.Store, error) {
	s, ok := k.stores[file]
	if !ok {
		s = experiment.NewMemory()
		k.stores[file] = s
	}
	return s, nil
}

// wait runs what comes to the event goroutine until cond holds.
func (k *desk) wait(what string, cond func() bool) {
	k.t.Helper()
	late := time.After(60 * time.Second)
	for !cond() {
		select {
		case f := <-k.queue:
			f()
		case <-late:
			k.t.Fatal("waited in vain for: " + what)
		}
	}
}

// save saves and waits until it is done.
func (k *desk) save(file string) error {
	k.t.Helper()
	var out error
	ended := false
	k.Document.Save(file, func(err error) { out, ended = err, true })
	k.wait("the file", func() bool { return ended })
	return out
}

// quick sets up methods that are done in no time.
func (k *desk) quick() {
	k.t.Helper()
	for len(k.Setup.Spec().Methods) > 0 {
		k.Setup.RemoveMethod(0)
	}
	if err := k.Setup.AddMethod("mean+logistic"); err != nil {
		k.t.Fatal(err)
	}
	k.Setup.SetSeeds(2)
}

// compared returns a desk on which a quick comparison has been run.
func compared(t *testing.T) *desk {
	t.Helper()
	k := newDesk(t)
	k.Show(k.data)
	k.quick()
	if err := k.Run(); err != nil {
		t.Fatal(err)
	}
	k.wait("the end of the comparison", k.Settled)
	return k
}
