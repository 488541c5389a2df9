package experiment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.uber.org/goleak"

	"lacuna/dataset"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/kernel"
	"lacuna/models"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// broad is a comparison that uses the whole protocol.
func broad() Spec {
	return Spec{
		Methods: methods("mean+logistic", "knn+logistic"), Mask: MaskSpec{Mechanism: MCAR, Rate: 0.2},
		Split: SplitSpec{Kind: KFold, Folds: 2}, Seeds: 2, MaskedComplete: true,
	}
}

func compare(t testing.TB, r Runner, d *dataset.Dataset, spec Spec) result.Study {
	t.Helper()
	study, err := r.Run(context.Background(), d, spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	return study
}

// One worker and eight give the same bytes, and so does a second time.
func TestWorkersDoNotMatter(t *testing.T) {
	d := fixture(t, 80)
	one := compare(t, Runner{Workers: 1}, d, broad())
	for _, workers := range []int{1, 8} {
		if diff := cmp.Diff(one, compare(t, Runner{Workers: workers}, d, broad()), cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

// The same holds for every method of the registries, with many jobs at once.
func TestWorkersDoNotMatterToAnyMethod(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: everyMethod(), MaskedComplete: true}
	one := compare(t, Runner{Workers: 1}, d, spec)
	if diff := cmp.Diff(one, compare(t, Runner{Workers: 8}, d, spec), cmpopts.EquateNaNs()); diff != "" {
		t.Error(diff)
	}
}

// Another method in the comparison, or fewer repetitions, moves no number of
// the others.
func TestCompanyDoesNotMatter(t *testing.T) {
	d := fixture(t, 80)
	alone, small := broad(), broad()
	alone.Methods, small.Seeds = methods("knn+logistic"), 1
	all := compare(t, Runner{}, d, broad())
	for name, spec := range map[string]Spec{"alone": alone, "fewer seeds": small} {
		part := compare(t, Runner{}, d, spec)
		got, want := part.RunsOf("knn+logistic"), all.RunsOf("knn+logistic")
		if diff := cmp.Diff(want[:len(got)], got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestStudy(t *testing.T) {
	d := fixture(t, 80)
	study := compare(t, Runner{Workers: 2}, d, broad())
	want := result.Study{
		Dataset: "fixture", Hash: d.Hash(), Modalities: []string{"colour", "size"}, Classes: d.Classes,
		Methods: []string{"mean+logistic", "knn+logistic", "majority", "pattern"}, Baselines: []string{"majority", "pattern"},
	}
	if diff := cmp.Diff(want, study, cmpopts.IgnoreFields(result.Study{}, "Runs")); diff != "" {
		t.Error(diff)
	}
	for k, j := range plan(t, d, broad()) {
		if study.Runs[k].Job != j.ID || study.Runs[k].Method != j.Label {
			t.Errorf("run %d is not of job %d of the plan", k, k)
		}
	}
}

// A finished job is not run again, under whatever label.
func TestResume(t *testing.T) {
	d := fixture(t, 60)
	store := NewMemory()
	first := compare(t, Runner{Store: store}, d, Spec{Methods: methods("knn+logistic")})
	spec := Spec{Methods: []Method{{"knn+logistic", map[string]string{"k": "3"}}, {Name: "knn+logistic"}}}
	var skipped []string
	study, err := Runner{Store: store}.Run(context.Background(), d, spec, func(ev Event) {
		if ev.Skipped {
			skipped = append(skipped, ev.Finished.Method)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	k := only(t, plan(t, d, spec), study.Methods[1]).Method.Settings["knn.k"]
	if diff := cmp.Diff([]string{"knn+logistic (knn.k=" + k + ")", "majority", "pattern"}, skipped); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(first.Runs[0].Rows, study.Runs[1].Rows); diff != "" {
		t.Errorf("the stored run has changed: %s", diff)
	}
}

// A job that fails, however it fails, leaves the others alone.
func TestFailuresStayAlone(t *testing.T) {
	d := fixture(t, 60)
	faults := map[string]fake{
		"does not converge": {fit: func(context.Context, dataset.View, dataset.View, job.Env) error {
			return errors.New("does not converge")
		}},
		"index out of range": {predict: func(context.Context, dataset.View, job.Env) (*models.Prediction, error) {
			var none []int
			return nil, fmt.Errorf("never reached: %d", none[3])
		}},
	}
	for says, fault := range faults {
		r := Runner{Workers: 2, methods: withFake("faulty", fault)}
		failed := 0
		study, err := r.Run(context.Background(), d, Spec{Methods: methods("faulty", "mean+logistic"), Seeds: 2}, func(ev Event) {
			if ev.Failed != nil {
				failed++
			}
		})
		var some *FailedJobs
		if !errors.As(err, &some) || len(some.Failures) != 2 || some.Total != 8 || failed != 2 {
			t.Fatalf("%s: error %v, %d events of failure", says, err, failed)
		}
		if !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "faulty, holdout, seed 0") {
			t.Errorf("%q does not say %q and where", err, says)
		}
		if len(study.Runs) != 6 || len(study.RunsOf("mean+logistic")) != 2 {
			t.Errorf("%s: %d runs are left, want the six of the other methods", says, len(study.Runs))
		}
	}
}

func TestStoreThatFails(t *testing.T) {
	full := errors.New("disk full")
	study, err := Runner{Store: fullStore{NewMemory(), full}}.Run(context.Background(), fixture(t, 60), Spec{Methods: methods("mean+logistic")}, nil)
	if !errors.Is(err, full) || len(study.Runs) != 0 {
		t.Errorf("a store that cannot save: %d runs, %v", len(study.Runs), err)
	}
}

type fullStore struct {
	*Memory
	err error
}

func (s fullStore) Save(Job, result.Run) error { return s.err }

// Stopping returns what is finished; what is not leaves nothing behind and is
// run the next time.
func TestStop(t *testing.T) {
	d := fixture(t, 60)
	ctx, stop := context.WithCancel(context.Background())
	endless := fake{fit: func(ctx context.Context, _, _ dataset.View, _ job.Env) error {
		stop()
		<-ctx.Done()
		return fmt.Errorf("endless: %w", ctx.Err())
	}}
	r := Runner{Store: NewMemory(), methods: withFake("endless", endless)}
	var last Event
	study, err := r.Run(ctx, d, Spec{Methods: methods("mean+logistic", "endless", "knn+logistic")}, func(ev Event) { last = ev })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if len(study.Runs) != 1 || study.Runs[0].Method != "mean+logistic" {
		t.Errorf("%d runs, want the one that was finished", len(study.Runs))
	}
	if !last.Started || last.Job.Label != "endless" {
		t.Errorf("the last event is %+v, want the start of the job that was stopped", last)
	}
	r.methods = withFake("endless", fake{})
	if study := compare(t, r, d, Spec{Methods: methods("mean+logistic", "endless", "knn+logistic")}); len(study.Runs) != 5 {
		t.Errorf("%d runs after going on, want 5", len(study.Runs))
	}
}

func TestStopBeforeStart(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	_, err := Runner{}.Run(ctx, fixture(t, 60), Spec{Methods: methods("mean+logistic")}, func(ev Event) { t.Errorf("event %+v", ev) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// Events come one at a time, every job is started before it ends, and every
// job ends once.
func TestEvents(t *testing.T) {
	var inside atomic.Int32
	state := map[int]string{}
	report := func(ev Event) {
		if inside.Add(1) != 1 {
			t.Error("two events at once")
		}
		defer inside.Add(-1)
		if ev.Total != 8 || ev.Job.ID == "" {
			t.Errorf("event without a place in the plan: %+v", ev)
		}
		before := state[ev.Index]
		switch {
		case ev.Started:
			state[ev.Index] = "started"
		case ev.Finished != nil:
			state[ev.Index] = "finished"
		}
		if ev.Started != (before == "") || before == "finished" {
			t.Errorf("job %d was %q when %+v came", ev.Index, before, ev)
		}
	}
	chatty := fake{fit: func(_ context.Context, _, _ dataset.View, env job.Env) error {
		for k := range 50 {
			env.Emit(job.Progress{Phase: "fake", Done: k, Total: 50})
		}
		return nil
	}}
	r := Runner{Workers: 8, methods: withFake("chatty", chatty)}
	if _, err := r.Run(context.Background(), fixture(t, 60), Spec{Methods: methods("chatty", "mean+logistic"), Seeds: 2}, report); err != nil {
		t.Fatal(err)
	}
	for k, s := range state {
		if s != "finished" {
			t.Errorf("job %d is left %s", k, s)
		}
	}
}

func TestCollect(t *testing.T) {
	d := fixture(t, 60)
	store := NewMemory()
	compare(t, Runner{Store: store}, d, Spec{Methods: methods("mean+logistic")})
	jobs := plan(t, d, Spec{Methods: methods("mean+logistic", "knn+logistic"), Seeds: 2})
	study, missing := Collect(d, jobs, store)
	if len(study.Runs) != 3 || len(missing) != 5 || missing[0].Label != "knn+logistic" {
		t.Errorf("%d runs, %d missing; want 3 and 5", len(study.Runs), len(missing))
	}
}

// Runs of another arithmetic and of an earlier version are shown, under whose
// name they are, but do not stand for a job that is to be run.
func TestCollectFromElsewhere(t *testing.T) {
	d := fixture(t, 60)
	spec := Spec{Methods: methods("majority")}
	j := plan(t, d, spec)[0]
	other := slices.DeleteFunc(kernel.Arithmetics(), func(name string) bool { return name == j.Arithmetic })[0]
	for version, arithmetic := range map[int]string{Version: other, before: ""} {
		kept := j
		kept.Arithmetic = arithmetic
		kept.ID = identity(version, d.Hash(), j.Mask.Hash(), kept)
		store := NewMemory()
		if err := store.Save(kept, result.Run{Job: kept.ID, Arithmetic: arithmetic}); err != nil {
			t.Fatal(err)
		}
		study, missing := Collect(d, []Job{j}, store)
		if len(study.Runs) != 1 || study.Runs[0].Job != kept.ID || len(missing) != 0 {
			t.Errorf("version %d, %q: %d runs, %d missing", version, arithmetic, len(study.Runs), len(missing))
		}
		if err := (Runner{Store: store}).RunJobs(t.Context(), d, []Job{j}, nil); err != nil || !store.Has(j.ID) {
			t.Errorf("version %d, %q: not run here: %v", version, arithmetic, err)
		}
		if study, _ := Collect(d, []Job{j}, store); study.Runs[0].Arithmetic != kernel.Arithmetic() {
			t.Errorf("version %d, %q: the run of this machine is hidden", version, arithmetic)
		}
	}
}

// Methods have got settings since; those that were set then are still there.
func TestSettingsBefore(t *testing.T) {
	for _, c := range []struct {
		now  map[string]string
		then []map[string]string
	}{
		{map[string]string{"tmc.preset": "own", "tmc.aux": "0.5"}, []map[string]string{{"tmc.aux": "0.5"}}},
		{map[string]string{"gain.schedule": "cosine", "gain.preset": "paper"}, []map[string]string{{"gain.preset": "paper"}}},
		{map[string]string{"gbt.patience": "0"}, []map[string]string{{"gbt.patience": "0"}, {"gbt.patience": "10"}}},
		{map[string]string{"gbt.patience": "5"}, []map[string]string{{"gbt.patience": "5"}}},
	} {
		if diff := cmp.Diff(c.then, settingsBefore(c.now)); diff != "" {
			t.Errorf("%v: %s", c.now, diff)
		}
	}
}

func TestArithmeticWords(t *testing.T) {
	study := result.Study{Runs: []result.Run{{Arithmetic: "b"}, {Arithmetic: "b"}}}
	if got := ArithmeticWords(study); got != "b" {
		t.Errorf("one for all: %q", got)
	}
	study.Runs = append(study.Runs, result.Run{Arithmetic: "a"}, result.Run{})
	if got := ArithmeticWords(study); !strings.HasPrefix(got, "a (1 of 4 runs), b (2 of 4 runs), unknown (1 of 4 runs); ") {
		t.Errorf("several: %q", got)
	}
}

// A job that is cancelled fails as such, and the others go on.
func TestOneJobIsCancelled(t *testing.T) {
	alone, cancel := context.WithCancel(context.Background())
	waiting := fake{fit: func(ctx context.Context, _, _ dataset.View, _ job.Env) error {
		cancel()
		<-ctx.Done()
		return ctx.Err()
	}}
	r := Runner{Store: NewMemory(), methods: withFake("waiting", waiting), Narrow: func(ctx context.Context, j Job) context.Context {
		if j.Label == "waiting" {
			return alone
		}
		return ctx
	}}
	study, err := r.Run(context.Background(), fixture(t, 60), Spec{Methods: methods("mean+logistic", "waiting", "knn+logistic")}, nil)
	if !errors.Is(err, ErrCancelled) || len(study.Runs) != 4 {
		t.Errorf("%d runs, want all others, and %v", len(study.Runs), err)
	}
}
