package experiment

import (
	"context"
	"math"
	"slices"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/say"
)

// Making is an imputer that is to be looked at: its name, the root of the random
// numbers of what is hidden from it, and how many records of each modality are
// shown.
type Making struct {
	Imputer impute.Imputer
	Name    string
	Root    uint64
	Records int
}

// Made has an imputer make what was hidden, and returns some of both to be seen.
func (h Hidden) Made(ctx context.Context, by Making, env job.Env) (result.Made, error) {
	h.FillOnly(by.Imputer)
	done, err := h.Impute(ctx, by.Imputer, env, nil)
	if err != nil {
		return result.Made{}, err
	}
	made, err := h.Look(ctx, done, by.Records)
	made.Method, made.Hidden, made.Seed = by.Name, h.words, by.Root
	return made, err
}

// Look returns some of the records from which whole modalities were hidden, with
// what was made in their place, so that both can be seen. It says nothing of the
// method and of what was hidden; that is for whoever asked for them.
func (h Hidden) Look(ctx context.Context, done *Imputation, records int) (result.Made, error) {
	out := result.Made{Dataset: h.truth.Name, Hash: h.truth.Hash()}
	if h.mask == nil {
		return out, say.Errorf("no modality was hidden as a whole, so nothing was made that could be seen")
	}
	truth, err := done.made.truth(h)
	if err != nil {
		return out, err
	}
	raw, _ := h.truth.All().ByName()
	for k, m := range done.made.order {
		l := looked{judged: judged{madeFrom: done.made, truth: truth, m: k}, raw: raw}
		if l.choose(h, m); len(l.rows) == 0 {
			continue
		}
		made, err := l.modality(ctx, records)
		if err != nil {
			return out, say.Errorf("looking at %s: %w", h.truth.Blocks[m].Modality.Name, err)
		}
		made.Hidden = h.count(m)
		out.Modalities = append(out.Modalities, made)
	}
	return out, nil
}

// count is the number of records that have a modality that is hidden.
func (h Hidden) count(m int) int {
	n := 0
	for i := range h.truth.Records() {
		if h.mask.Hides(i, m) && h.truth.Presence.Has(i, m) {
			n++
		}
	}
	return n
}

// looked is a modality of which some records are shown.
type looked struct {
	judged
	raw dataset.View // what is real
}

// picture says whether the modality is shown as pictures.
func (l *looked) picture() []int {
	if shape := feature.PictureShape(l.seen, l.m); len(shape) >= 2 {
		return shape
	}
	return nil
}

// values brings rows of features to how they are shown.
func (l *looked) values(x dataset.Matrix) dataset.Matrix {
	if l.picture() == nil {
		return x
	}
	return l.features.Unscale(l.m, x)
}

func (l *looked) modality(ctx context.Context, records int) (result.MadeModality, error) {
	about := l.raw.Modality(l.m)
	out := result.MadeModality{Name: about.Name, Kind: about.Kind, Shape: l.picture(), SSIM: math.NaN()}
	filled := l.filled.Values(l.m)
	real, made := l.real(filled, l.rows), pick(filled, l.rows)
	shown := evenly(indices(len(l.rows)), records)
	l.measure(&out, l.values(real), l.values(made), shown)
	if err := l.drawn(ctx, &out, shown); err != nil {
		return out, err
	}
	return out, l.nearestOf(ctx, &out, shown)
}

// indices lists 0…n−1.
func indices(n int) []int {
	out := make([]int, n)
	for k := range out {
		out[k] = k
	}
	return out
}

// measure writes what is real and what was made, and how far apart they are.
func (l *looked) measure(out *result.MadeModality, real, made dataset.Matrix, shown []int) {
	about := l.raw.Modality(l.m)
	if out.Shape != nil {
		span := metric.SpanOf(real.Data)
		if out.High = span; about.Kind == dataset.Audio || span != 1 && span != 255 {
			out.Low, out.High = slices.Min(real.Data), slices.Max(real.Data)
		}
	} else if len(real.Data) > 0 {
		out.Low, out.High = nearlyAll(real.Data)
	}
	squares := 0.0
	var similar []float64
	for k := range real.Rows {
		r := l.record(out, real.Row(k), made.Row(k))
		squares += r.RMSE * r.RMSE
		similar = append(similar, r.SSIM)
		if slices.Contains(shown, k) {
			l.name(&r, l.rows[k])
			out.Records = append(out.Records, r)
		}
	}
	out.RMSE = math.Sqrt(squares / float64(real.Rows))
	if out.Shape != nil {
		out.SSIM = mean(similar)
	}
}

// record compares one record.
func (l *looked) record(out *result.MadeModality, real, made []float64) result.MadeRecord {
	r := result.MadeRecord{Real: real, Filled: made, SSIM: math.NaN()}
	squares := 0.0
	for j, x := range real {
		squares += (x - made[j]) * (x - made[j])
	}
	r.RMSE = math.Sqrt(squares / float64(len(real)))
	if out.Shape != nil {
		span := out.High - out.Low
		r.RMSE /= span
		h, w := out.Shape[0], out.Shape[1]
		r.SSIM = metric.SSIM(made, real, metric.Picture{Height: h, Width: w, Channels: len(real) / (h * w), Span: span})
	}
	return r
}

// name says which record it is, and of a text what it reads.
func (l *looked) name(r *result.MadeRecord, i int) {
	r.ID = l.raw.ID(i)
	if c := l.raw.Label(i); c != dataset.NoLabel {
		r.Class = l.raw.Classes()[c]
	}
	if isText(l.raw.Modality(l.m)) {
		r.Text, _ = l.raw.Text(i, l.m)
	}
}

// nearlyAll is the range of all but the outermost hundredth at either end.
func nearlyAll(x []float64) (low, high float64) {
	x = slices.Sorted(slices.Values(x))
	cut := len(x) / 100
	return x[cut], x[len(x)-1-cut]
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// drawn adds single draws, where the method draws.
func (l *looked) drawn(ctx context.Context, out *result.MadeModality, shown []int) error {
	if _, ok := l.imputer.(impute.Drawer); !ok {
		return nil
	}
	rows := make([]int, len(shown))
	for k, s := range shown {
		rows[k] = l.rows[s]
	}
	draws, err := l.draws(ctx, l.scaled.Select(rows))
	for _, d := range draws {
		x := l.values(d.Values(l.m))
		for k := range out.Records {
			out.Records[k].Draws = append(out.Records[k].Draws, x.Row(k))
		}
	}
	return err
}

// nearestOf adds the record that was learned from whose features come nearest to
// what was made.
func (l *looked) nearestOf(ctx context.Context, out *result.MadeModality, shown []int) error {
	wanted := map[int]bool{}
	for _, s := range shown {
		wanted[l.rows[s]] = true
	}
	near, err := l.nearest(ctx, l.m, func(i int) bool { return wanted[i] })
	if err != nil {
		return err
	}
	for k, s := range shown {
		i := near[l.rows[s]]
		if i < 0 {
			continue
		}
		r := &out.Records[k]
		r.NearestID = l.raw.ID(i)
		r.Nearest = l.values(l.real(l.filled.Values(l.m), []int{i})).Row(0)
		if isText(l.raw.Modality(l.m)) {
			r.NearestText, _ = l.raw.Text(i, l.m)
		}
	}
	return nil
}
