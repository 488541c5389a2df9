package nn

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"lacuna/internal/job"
	"lacuna/internal/rng"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A training stopped after any epoch and continued from a file ends as if it
// had never been stopped.
func TestResume(t *testing.T) {
	data, validation, env := fixture(60), fixture(30), job.Env{Seed: rng.New(4)}
	options := Options{Epochs: 12, Batch: 16, Rate: 0.02, Patience: 3, Monitor: MonitorAccuracy, ModalityDropout: ModalityDropout{P: 0.3, Ramp: 5}}
	train := func(o Options, load []byte) (*Network, []job.Epoch) {
		net, err := New(rng.New(1), fusion)
		if err != nil {
			t.Fatal(err)
		}
		if load != nil {
			if o.Resume, err = net.LoadCheckpoint(bytes.NewReader(load)); err != nil {
				t.Fatal(err)
			}
		}
		h, err := net.Fit(context.Background(), data, &validation, o, env)
		if err != nil {
			t.Fatal(err)
		}
		return net, h
	}
	var files [][]byte
	recording := options
	recording.Checkpoint = func(take func() *Checkpoint) error {
		var b bytes.Buffer
		err := take().Save(&b)
		files = append(files, b.Bytes())
		return err
	}
	whole, history := train(recording, nil)
	if len(files) != len(history) {
		t.Fatalf("%d checkpoints of %d epochs", len(files), len(history))
	}
	for i, file := range files {
		net, rest := train(options, file)
		if diff := cmp.Diff(history[i+1:], rest, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("resumed after epoch %d: %s", i+1, diff)
		}
		if !bytes.Equal(weightsOf(t, whole), weightsOf(t, net)) {
			t.Errorf("resumed after epoch %d: other parameters", i+1)
		}
	}
}

func TestResumeRefuses(t *testing.T) {
	net, other := small(t, 1), small(t, 1)
	var taken *Checkpoint
	d := fixture(20)
	stop := errors.New("enough")
	o := Options{Epochs: 3, Checkpoint: func(take func() *Checkpoint) error { taken = take(); return stop }}
	if _, err := net.Fit(context.Background(), d, nil, o, job.Env{}); !errors.Is(err, stop) {
		t.Fatalf("error %v", err)
	}
	o = Options{Epochs: 3, Resume: taken}
	if _, err := other.Fit(context.Background(), d, nil, o, job.Env{}); err == nil || !strings.Contains(err.Error(), "another network") {
		t.Errorf("error %v", err)
	}
	if _, err := net.Fit(context.Background(), d, nil, o, job.Env{Seed: rng.New(9)}); err == nil || !strings.Contains(err.Error(), "another seed") {
		t.Errorf("error %v", err)
	}
	var weights bytes.Buffer
	if err := net.Save(&weights); err != nil {
		t.Fatal(err)
	}
	if _, err := net.LoadCheckpoint(&weights); err == nil {
		t.Error("weights were taken for a checkpoint")
	}
}
