package project

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"lacuna/experiment"
)

// FuzzRun: whatever lies in a run folder, with sums that are right, is a run or an
// error, and neither ends the program nor takes memory without bounds.
func FuzzRun(f *testing.F) {
	j, run := finished("f00d")
	content, err := encodeRun(j, run)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(content[jobFile], content[metricsFile], content[eventsFile], content[predictionsFile], content[sweepFile])
	f.Add([]byte(`{}`), []byte(`{}`), []byte{}, content[predictionsFile], []byte{})
	f.Add([]byte(`{"train": [-1]}`), []byte(`{"swept": [{}]}`), []byte("{}\n"), []byte("PAR1PAR1"), []byte("PAR1PAR1"))
	long := bytes.Clone(content[predictionsFile]) // its footer claims three gigabytes
	copy(long[len(long)-8:], []byte{0, 0, 0, 0xb0})
	f.Add([]byte(`{}`), []byte(`{}`), []byte{}, long, []byte{})
	f.Fuzz(func(_ *testing.T, job, metrics, events, predictions, sweep []byte) {
		_, _ = decodeRun(map[string][]byte{
			jobFile: job, metricsFile: metrics, eventsFile: events, predictionsFile: predictions, sweepFile: sweep,
		})
	})
}

// FuzzFolder: whatever DONE, the outline and the note of a job say, nothing outside
// the folder of the runs is touched, and nothing ends the program.
func FuzzFolder(f *testing.F) {
	f.Add([]byte(`{"files": {"../../victim": {"size": 6}}}`), []byte(`{"jobs": [{"id": "../victim"}]}`), []byte(`{"state": "running"}`))
	f.Add([]byte(`{"files": {"job.json": {}, "metrics.json": {}, "predictions.parquet": {}, "events.jsonl": {}}}`), []byte(`{}`), []byte(`[]`))
	f.Fuzz(func(t *testing.T, done, outline, note []byte) {
		folder := t.TempDir()
		victim := filepath.Join(folder, "victim")
		store := NewStore(filepath.Join(folder, "s.runs"))
		j, run := finished("f00d")
		write(t, victim, []byte("intact"))
		write(t, filepath.Join(store.Folder(j.ID), doneFile), done)
		write(t, store.outline(experiment.Spec{}, ""), outline)
		write(t, filepath.Join(store.folder, stateFolder, j.ID), note)
		if store.Has(j.ID) {
			_, _ = store.Load(j.ID)
		}
		if o, err := store.Outline(experiment.Spec{}, ""); err == nil {
			_, _ = o.Collect(store)
		}
		_, _ = store.State(j.ID)
		store.Tidy()
		if err := store.Save(j, run); err != nil {
			t.Fatalf("a run cannot be saved any more: %v", err)
		}
		if _, err := store.Load(j.ID); err != nil {
			t.Fatal(err)
		}
		if text, err := os.ReadFile(victim); err != nil || !bytes.Equal(text, []byte("intact")) {
			t.Fatalf("a file outside was touched: %q, %v", text, err)
		}
	})
}

func write(t *testing.T, name string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}
