package impute

import (
	"context"
	"fmt"
	"math"

	"lacuna/internal/job"
	"lacuna/internal/say"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// judgingDraws is how many draws of a held-out record are scored.
const judgingDraws = 8

// choose compares two generators on held-out records and says in words which
// one it keeps: the adversarial one, unless its draws are worse beyond the
// interval.
func (f *crossTraining) choose(ctx context.Context, plain, both *generator, always bool) (*generator, string, error) {
	without, err := f.scores(ctx, plain)
	if err != nil {
		return nil, "", err
	}
	with, err := f.scores(ctx, both)
	if err != nil {
		return nil, "", err
	}
	keep, said := verdict(with, without, always)
	if keep {
		return both, said, nil
	}
	return plain, said, nil
}

// verdict compares the scores of the same records with and without the
// adversarial term: whether to keep it, and why, in words.
func verdict(with, without []float64, always bool) (keep bool, said string) {
	difference := make([]float64, len(with))
	for k := range difference {
		difference[k] = with[k] - without[k]
	}
	mean, half := interval(difference)
	said = say.Kept("energy score of held-out records (lower is better) %.4f with the discriminator, %.4f without, difference %+.4f ± %.4f (n = %d)",
		stat.Mean(with, nil), stat.Mean(without, nil), mean, half, len(difference))
	worse := mean-half > 0 || len(difference) < 2 && mean > 0
	switch {
	case worse && always:
		return true, say.Kept("%s: the adversarial term did not help; kept as asked for", said)
	case worse:
		return false, say.Kept("%s: the adversarial term did not help; the generator trained without it is used", said)
	case mean+half < 0:
		return true, say.Kept("%s: the adversarial term helped and is kept", said)
	}
	return true, say.Kept("%s: no difference can be told, the adversarial term is kept", said)
}

// interval returns the mean of paired differences and half its 95 % interval;
// infinite for fewer than two.
func interval(x []float64) (mean, half float64) {
	mean, sd := stat.MeanStdDev(x, nil)
	n := float64(len(x))
	if n < 2 {
		return mean, math.Inf(1)
	}
	return mean, distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * sd / math.Sqrt(n)
}

// scores returns for each record of the judging part the energy score of
// several draws, over the cells that were not shown.
func (f *crossTraining) scores(ctx context.Context, g *generator) ([]float64, error) {
	env := job.Env{Seed: f.env.Seed.Child("judging"), Workers: f.env.Workers}
	draws := make([][]float32, judgingDraws)
	for k := range draws {
		made, err := g.once(ctx, f.judge, k, func(record int) string { return fmt.Sprint(f.parts.judge[record]) }, env)
		if err != nil {
			return nil, err
		}
		draws[k] = made
	}
	n := f.columns
	out := make([]float64, f.judge.Records)
	for r := range out {
		rows := make([][]float32, len(draws))
		for k := range rows {
			rows[k] = draws[k][r*n : (r+1)*n]
		}
		real := f.judge.Blocks["target"].X[r*n : (r+1)*n]
		out[r] = energyOf(rows, real, f.judged(r))
		if f.drawn && !f.gaps {
			for k := range rows {
				rows[k] = f.edges(rows[k])
			}
			out[r] = (out[r] + energyOf(rows, f.edges(real), nil)) / 2
		}
	}
	return out, nil
}

// judged tells the cells of a held-out record that count; nil for all.
func (f *crossTraining) judged(r int) []bool {
	if !f.gaps {
		return nil
	}
	known, shown := f.judge.Blocks["known"], f.judge.Blocks["shown"]
	out := make([]bool, f.columns)
	for j := range out {
		out[j] = known.X[r*f.columns+j] == 1 && shown.X[r*f.columns+j] == 0
	}
	return out
}

// edges lays an image's differences between neighbours side by side.
func (f *crossTraining) edges(x []float32) []float32 {
	h, w, c := f.image.Height, f.image.Width, f.image.Channels
	out := make([]float32, 0, 2*len(x))
	for i := range h {
		for j := range w {
			for k := range c {
				p := (i*w+j)*c + k
				right, below := float32(0), float32(0)
				if j+1 < w {
					right = x[p+c] - x[p]
				}
				if i+1 < h {
					below = x[p+w*c] - x[p]
				}
				out = append(out, right, below)
			}
		}
	}
	return out
}

// energyOf is the mean distance of some draws from what is real, less half the
// mean distance between two of them, over the root of the number of cells.
func energyOf(draws [][]float32, real []float32, cells []bool) float64 {
	near, apart := 0.0, 0.0
	n := len(real)
	if cells != nil {
		n = 0
		for _, on := range cells {
			if on {
				n++
			}
		}
	}
	if n == 0 {
		return 0
	}
	for k, a := range draws {
		near += distanceOf(a, real, cells)
		for _, b := range draws[:k] {
			apart += distanceOf(a, b, cells)
		}
	}
	d := float64(len(draws))
	return (near/d - apart/(d*(d-1))) / math.Sqrt(float64(n))
}

func distanceOf(a, b []float32, cells []bool) float64 {
	var sum float64
	for j, x := range a {
		if cells == nil || cells[j] {
			d := float64(x - b[j])
			sum += d * d
		}
	}
	return math.Sqrt(sum)
}
