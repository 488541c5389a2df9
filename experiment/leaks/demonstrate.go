package leaks

import (
	"context"
	"math"
	"slices"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Finding is what one leak would have claimed.
type Finding struct {
	Leak
	Honest, Leaky metric.Estimate // of the metric
	Difference    metric.Estimate // leaky less honest, paired on the same test records
	PHolm         float64         // of the difference, adjusted for all leaks (Holm 1979)
}

// Demonstration is what all leaks would have claimed of a dataset.
type Demonstration struct {
	Measure     metric.Measure
	Records     int // with a label
	Repetitions int // each with a split of its own
	Mask        string
	Own         []Finding // on the data's own labels
	// Shuffled are the same on labels that were dealt out at random in every
	// repetition, so that there is nothing to learn.
	Shuffled []Finding
	Chance   float64 // the largest share of a class: what guessing it scores
	Notes    []string
}

// hidden is the share of modalities that is hidden where nothing is missing by
// itself: without gaps there is nothing to fill.
const hidden = 0.3

// Demonstrate runs the pipeline with and without each leak, on hold-out splits
// that keep kin together. The number of workers changes nothing. report, which
// may be nil, is told how many of all repetitions are done.
func Demonstrate(ctx context.Context, d *dataset.Dataset, m metric.Measure, repetitions, workers int, report func(done, of int)) (Demonstration, error) {
	if repetitions < 3 {
		return Demonstration{}, say.Errorf("%d repetitions; 3 or more show how far results vary", repetitions)
	}
	out := Demonstration{Measure: m, Records: len(d.Labelled()), Repetitions: repetitions, Chance: largestClass(d)}
	spec := experiment.Spec{Split: experiment.SplitSpec{Kind: experiment.Holdout}.Careful(d)}
	if d.Presence.Rates(nil).Cell == 0 && len(d.Blocks) > 1 {
		spec.Mask = experiment.MaskSpec{Mechanism: experiment.MCAR, Kind: dataset.CellRate, Rate: hidden}
		out.Notes = append(out.Notes, say.Form("no modality is missing in these data, so %.0f %% of them are hidden at random", 100*hidden))
	}
	kin, _ := spec.Split.Clusters(d)
	if words := say.Again(spec.Split.TogetherWords(d)); words != "" {
		out.Notes = append(out.Notes, words)
	} else if kin == nil {
		out.Notes = append(out.Notes, say.Text("no two records are known to be of one subject, so that subjects is the honest pipeline here; --group COLUMN names the column of the subjects"))
	}
	if columns := columnsOf(d); columns > 0 && columns <= selected {
		out.Notes = append(out.Notes, say.Form("selection keeps %d columns, and these data have %d: it leaves out none, so this leak cannot show here", selected, columns))
	}
	done := counter{of: 2 * repetitions, report: report}
	own, shuffled := make([][]result.Run, repetitions), make([][]result.Run, repetitions)
	var group errgroup.Group
	group.SetLimit(max(1, workers))
	for k := range repetitions {
		for _, x := range []struct {
			data *dataset.Dataset
			to   *[]result.Run
		}{{d, &own[k]}, {shuffledLabels(d, kin, spec, k), &shuffled[k]}} {
			group.Go(func() (err error) {
				*x.to, err = runsOf(ctx, x.data, spec, k)
				done.add()
				return err
			})
		}
	}
	if err := group.Wait(); err != nil {
		return out, err
	}
	out.Mask = own[0][0].Mask
	of := result.Study{Dataset: d.Name, Modalities: d.Names(), Classes: d.Classes}
	of.Kin, of.Alike = spec.Split.Clusters(d)
	out.Own, out.Shuffled = findings(of, slices.Concat(own...), m), findings(of, slices.Concat(shuffled...), m)
	return out, nil
}

// runsOf makes the runs of one repetition.
func runsOf(ctx context.Context, d *dataset.Dataset, spec experiment.Spec, repetition int) ([]result.Run, error) {
	if err := ctx.Err(); err != nil {
		return nil, say.Errorf("the demonstration was stopped: %w", err)
	}
	seed := spec.Repetition(repetition)
	splits, err := spec.Split.Draw(d, seed.Child("split"))
	if err != nil {
		return nil, err
	}
	mask, err := spec.Mask.Draw(d, seed, nil)
	if err != nil {
		return nil, err
	}
	e := &episode{ctx: ctx, data: d, split: splits[0], mask: mask, repetition: repetition, env: job.Env{Seed: seed.Child("leaks")}}
	return e.runs()
}

// shuffledLabels deals the labels out at random: those of a subject go to another
// subject, so that records of one subject that had a label in common still have.
func shuffledLabels(d *dataset.Dataset, kin dataset.Kin, spec experiment.Spec, repetition int) *dataset.Dataset {
	out := *d
	out.Labels = slices.Clone(d.Labels)
	families := kin.Families(d.Labelled())
	for k, to := range spec.Repetition(repetition).Child("shuffled labels").Rand().Perm(len(families)) {
		for j, i := range families[to] {
			out.Labels[i] = d.Labels[families[k][j%len(families[k])]]
		}
	}
	return &out
}

// columnsOf counts the columns of tables of numbers, which is what methods get of
// them; 0 where there is anything else, which becomes as many as it needs.
func columnsOf(d *dataset.Dataset) int {
	n := 0
	for _, b := range d.Blocks {
		if b.Modality.Kind != dataset.Table || slices.ContainsFunc(b.Modality.Fields, func(f dataset.Field) bool { return f.Kind == dataset.Category }) {
			return 0
		}
		n += len(b.Modality.Columns)
	}
	return n
}

func largestClass(d *dataset.Dataset) float64 {
	counts, n := map[int]int{}, 0
	for _, i := range d.Labelled() {
		counts[d.Labels[i]]++
		n = max(n, counts[d.Labels[i]])
	}
	return float64(n) / math.Max(1, float64(len(d.Labelled())))
}

// findings compares each leak with what it is held against.
func findings(study result.Study, runs []result.Run, m metric.Measure) []Finding {
	study.Runs = runs
	for _, r := range runs {
		if !slices.Contains(study.Methods, r.Method) {
			study.Methods = append(study.Methods, r.Method)
		}
	}
	of := estimates{study: study, m: m, strata: metric.ByMissing(study)[:1]}
	if m.Name == metric.AccuracyName {
		of.scores = metric.Stratify(study, of.strata).Scores[0]
	}
	var list []Finding
	var ps []float64
	for _, l := range All() {
		f := Finding{Leak: l, Honest: of.one(l.against()), Leaky: of.one(l.Name), Difference: of.difference(l.Name, l.against())}
		list, ps = append(list, f), append(ps, f.Difference.P)
	}
	for k, p := range metric.Holm(ps) {
		list[k].PHolm = p
	}
	return list
}

// estimates are those of a metric on all test records. Accuracy has an interval
// where all answers are right, and a difference one where no two answers differ; the
// bootstrap that the other metrics have shows no spread there.
type estimates struct {
	study  result.Study
	m      metric.Measure
	strata []metric.Stratum
	scores []metric.Score // by method, of accuracy
}

func (e estimates) one(method string) metric.Estimate {
	at := slices.Index(e.study.Methods, method)
	if e.scores == nil || at < 0 {
		return metric.MeasureOf(e.study, method, e.strata[0], e.m)
	}
	s := e.scores[at]
	return metric.Estimate{Value: s.Accuracy, CI95: s.CI95, P: math.NaN(), N: s.N, Runs: s.Runs, Units: s.Runs}
}

func (e estimates) difference(a, b string) metric.Estimate {
	if e.scores != nil {
		if list, err := metric.Pairs(e.study, a, b, e.strata); err == nil {
			p := list[0]
			return metric.Estimate{Value: p.Difference, CI95: p.CI95, P: p.P, N: p.N, Runs: p.Runs, Units: p.Units}
		}
	}
	return metric.MeasureDifference(e.study, a, b, e.strata[0], e.m)
}
