package experiment

import (
	"context"
	"math"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/internal/job"
	"lacuna/internal/rng"
)

// Forecast is how long the jobs of one method will take.
type Forecast struct {
	Method  string
	Jobs    int           // that have no result yet
	Each    time.Duration // of one job
	Known   bool          // from jobs that are finished; else from trials on some of the records
	Trained int           // development records of the largest trial
}

// Estimate is how long a comparison will take.
type Estimate struct {
	Methods []Forecast
	Wall    time.Duration // by the clock on the wall, with all workers
}

// Trials of a method on more and more records end when one takes this long, or
// has this share of the development records.
const (
	enoughTrial = 2 * time.Second
	mostTrial   = 0.5
	firstTrial  = 0.125
)

// Estimate forecasts how long the jobs that the store does not have will take:
// by finished jobs of the same method, else by trials on growing parts of the
// records, which are thrown away. It needs a Clock.
func (r Runner) Estimate(ctx context.Context, d *dataset.Dataset, jobs []Job) (Estimate, error) {
	r.Store = r.store()
	waiting := (&queue{runner: r, data: d}).skip(jobs)
	threads := max(1, r.workers()/max(1, len(waiting)))
	var out Estimate
	each := map[string]time.Duration{}
	for _, t := range waiting {
		label := t.job.Label
		if _, ok := each[label]; ok {
			continue
		}
		f, err := r.forecast(ctx, d, t.job, jobs, threads)
		if err != nil {
			return out, err
		}
		for _, other := range waiting {
			if other.job.Label == label {
				f.Jobs++
			}
		}
		each[label] = f.Each
		out.Methods = append(out.Methods, f)
	}
	out.Wall = wall(waiting, each, r.workers())
	return out, nil
}

// forecast looks for finished jobs of the method, or tries it.
func (r Runner) forecast(ctx context.Context, d *dataset.Dataset, j Job, jobs []Job, threads int) (Forecast, error) {
	f := Forecast{Method: j.Label}
	sum, n := 0.0, 0
	for _, other := range jobs {
		if other.Label != j.Label {
			continue
		}
		if run, err := load(r.Store, other); err == nil && run.Seconds > 0 {
			sum, n = sum+run.Seconds, n+1
		}
	}
	if n > 0 {
		f.Each, f.Known = seconds(sum/float64(n)), true
		return f, nil
	}
	var err error
	f.Each, f.Trained, err = r.tries(ctx, d, j, threads)
	return f, err
}

// tries runs a job on an eighth, a fourth and a half of its records, as long as
// that is quick, and extrapolates from the last two.
func (r Runner) tries(ctx context.Context, d *dataset.Dataset, j Job, threads int) (each time.Duration, trained int, err error) {
	const few = 200 // records that are tried as a whole
	all := len(j.Split.Development())
	share := firstTrial
	if all <= few {
		share = 1
	}
	var before, last trialTime
	for {
		before = last
		if last, err = r.sample(ctx, d, partOf(d, j, share), threads); err != nil {
			return 0, 0, err
		}
		if last.took >= enoughTrial || share >= mostTrial {
			break
		}
		share *= 2
	}
	return last.at(all, before), last.records, nil
}

// trialTime is how long a trial took.
type trialTime struct {
	took    time.Duration
	records int
	epochs  bool // it went over its records again and again
}

// at extrapolates to so many records: straight for what goes over the records in
// epochs, whose number is luck; else by the power that two trials show.
func (t trialTime) at(records int, before trialTime) time.Duration {
	if t.records >= records || t.records == 0 {
		return t.took
	}
	power := 1.0
	if !t.epochs && before.records > 0 && before.took > 0 {
		power = math.Log(float64(t.took)/float64(before.took)) / math.Log(float64(t.records)/float64(before.records))
		power = min(max(power, 0), 3)
	}
	return time.Duration(float64(t.took) * math.Pow(float64(records)/float64(t.records), power))
}

// sample does a job on few records, and keeps nothing.
func (r Runner) sample(ctx context.Context, d *dataset.Dataset, j Job, threads int) (trialTime, error) {
	t := trialTime{records: len(j.Split.Development())}
	start := r.Clock()
	_, err := r.runJob(ctx, d, j, job.Env{Workers: threads, Report: func(ev job.Event) {
		if _, ok := ev.(job.Epoch); ok {
			t.epochs = true
		}
	}})
	t.took = r.Clock().Sub(start)
	return t, err
}

// partOf is a job on a share of its records, of every class and part alike.
func partOf(d *dataset.Dataset, j Job, share float64) Job {
	if share >= 1 {
		return j
	}
	seed := rng.New(j.Root).Child("estimate")
	some := func(name string, rows []int) []int {
		kept, drawn := d.Stratified(rows, share, nil, seed.Child(name))
		if len(drawn) == 0 {
			return kept
		}
		return drawn
	}
	j.Split = dataset.Split{Name: j.Split.Name, Train: some("train", j.Split.Train), Validation: some("validation", j.Split.Validation), Test: some("test", j.Split.Test)}
	return j
}

// wall is when the last job ends, if each worker takes the next job of the plan
// as soon as it is free.
func wall(waiting []ticket, each map[string]time.Duration, workers int) time.Duration {
	free := make([]time.Duration, max(1, min(workers, len(waiting))))
	for _, t := range waiting {
		k := slices.Index(free, slices.Min(free))
		free[k] += each[t.job.Label]
	}
	return slices.Max(free)
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
