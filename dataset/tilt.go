package dataset

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Dependence says what the chance of being hidden depends on.
type Dependence string

// The dependences of a Tilt.
const (
	OnOther  Dependence = "mar"   // the values of another modality, which is never hidden
	OnItself Dependence = "mnar"  // the values of the modality that is hidden
	OnLabel  Dependence = "label" // the class
	OnGroup  Dependence = "group" // the value of a further column
)

// Tilt hides modalities with a chance that depends on something (Rubin 1976):
// logit P = a + Strength·z. Of a modality, z is a weighted sum of its
// standardised columns with weights drawn from the seed; of a class or group, an
// effect drawn from the seed; both standardised over the records. What is not
// known counts as z = 0. The intercept a of each hidden modality is found by
// bisection, so that its expected share of hidden records is its rate. Every
// record keeps at least one of the modalities that it has.
type Tilt struct {
	On       Dependence
	Rates    map[string]float64 // per modality to hide: share of the records that have it, 0…1
	By       string             // OnOther: the modality; OnGroup: the column
	Strength float64            // change of the log-odds per standard deviation; 0 means DefaultStrength
}

// DefaultStrength is the strength of a Tilt that names none.
const DefaultStrength = 2

// Mask draws the mask for a dataset. The same seed gives the same mask. A rate
// that cannot be reached is an error that names the highest possible.
func (t Tilt) Mask(d *Dataset, seed rng.Seed) (*Mask, error) {
	return t.MaskUntil(context.Background(), d, seed)
}

// MaskUntil is Mask for who may no longer want it: of a context that ends before, the
// error is returned within a second.
func (t Tilt) MaskUntil(ctx context.Context, d *Dataset, seed rng.Seed) (*Mask, error) {
	targets, err := rated(d, t.Rates)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.On, err)
	}
	free, err := freePairs(ctx, d, targets, seed.Child("kept"))
	if err != nil {
		return nil, err
	}
	hidden := make([][]bool, len(d.Blocks))
	for _, target := range targets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		m := target.modality
		z, err := t.scores(d, m, seed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.On, err)
		}
		name := d.Blocks[m].Modality.Name
		odds, err := newLogit(z, free[m], t.strength(), target.rate*float64(d.Presence.Count(m)))
		if err != nil {
			return nil, say.Errorf("%s: rate %g of %q %w: at most %.3g", t.On, target.rate, name, err, float64(len(free[m]))/float64(max(1, d.Presence.Count(m))))
		}
		hidden[m] = make([]bool, d.Records())
		for k, below := range odds.draw(seed.Child("draw/" + name).Rand()) {
			hidden[m][free[m][k]] = below
		}
	}
	return NewMask(t.name(), d.Records(), len(d.Blocks), func(i, m int) bool { return hidden[m] != nil && hidden[m][i] }), nil
}

func (t Tilt) name() string {
	name := string(t.On) + " " + RateWords(t.Rates)
	if t.By != "" {
		name += " by " + t.By
	}
	return fmt.Sprintf(say.Code("%s strength %g"), name, t.strength())
}

func (t Tilt) strength() float64 {
	if t.Strength == 0 {
		return DefaultStrength
	}
	return t.Strength
}

// scores returns z of every record for hiding modality m.
func (t Tilt) scores(d *Dataset, m int, seed rng.Seed) ([]float64, error) {
	switch t.On {
	case OnOther:
		by, err := d.ModalityIndex(t.By)
		if err != nil {
			return nil, err
		}
		if by == m {
			return nil, say.Errorf("%q is to be hidden and to tell what is hidden; the latter must stay", t.By)
		}
		return projection(d.Blocks[by], d.ByID(), seed.Child("weights/"+t.By))
	case OnItself:
		return projection(d.Blocks[m], d.ByID(), seed.Child("weights/"+d.Blocks[m].Modality.Name))
	case OnLabel:
		return effects(classNames(d), d.ByID(), seed.Child("effects")), nil
	case OnGroup:
		values, ok := d.Groups[t.By]
		if !ok {
			return nil, say.Errorf("no column %q; there are %v", t.By, slices.Sorted(maps.Keys(d.Groups)))
		}
		return effects(values, d.ByID(), seed.Child("effects")), nil
	}
	return nil, say.Errorf("no dependence %q", t.On)
}

// freePairs lists for each modality to hide the records that may lose it. A
// record that has a modality beside those to hide may lose all of them; of any
// other, one at random is kept.
func freePairs(ctx context.Context, d *Dataset, targets []target, seed rng.Seed) (map[int][]int, error) {
	draw, free := seed.Rand(), map[int][]int{}
	for k, i := range d.ByID() {
		if err := every(ctx, k); err != nil {
			return nil, err
		}
		var have []int
		for _, t := range targets {
			if d.Presence.Has(i, t.modality) {
				have = append(have, t.modality)
			}
		}
		kept := -1
		if safe := d.Presence.Pattern(i).Count() > len(have); !safe && len(have) > 0 {
			kept = have[draw.IntN(len(have))]
		}
		for _, m := range have {
			if m != kept {
				free[m] = append(free[m], i)
			}
		}
	}
	return free, nil
}

// every is the error of a context, looked at for some of the records.
func every(ctx context.Context, k int) error {
	if k%(1<<14) != 0 {
		return nil
	}
	return ctx.Err()
}

// projection returns a weighted sum of the standardised columns of a modality.
// Sums are taken in the order of rows, all records.
func projection(b Block, rows []int, seed rng.Seed) ([]float64, error) {
	if b.Numbers.Cols == 0 {
		return nil, say.Errorf("%q has no numbers that a chance could depend on", b.Modality.Name)
	}
	draw := seed.Rand()
	z := make([]float64, len(b.Causes))
	column := make([]float64, len(z))
	for j := range b.Numbers.Cols {
		for k, i := range rows {
			column[k] = b.At(i, j)
		}
		standardise(column)
		floats.AddScaled(z, draw.NormFloat64(), column)
	}
	for k, i := range rows {
		if b.Causes[i] != Present {
			z[k] = math.NaN()
		}
	}
	standardise(z)
	return placed(z, rows), nil
}

// placed returns what stands in the order of rows by the number of the record.
func placed(z []float64, rows []int) []float64 {
	out := make([]float64, len(z))
	for k, i := range rows {
		out[i] = z[k]
	}
	return out
}

// effects gives each value a number of its own; of an empty value nothing is
// known.
func effects(values []string, rows []int, seed rng.Seed) []float64 {
	z := make([]float64, len(values))
	for k, i := range rows {
		z[k] = math.NaN()
		if values[i] != "" {
			z[k] = seed.Child(values[i]).Rand().NormFloat64()
		}
	}
	standardise(z)
	return placed(z, rows)
}

func classNames(d *Dataset) []string {
	names := make([]string, d.Records())
	for i, l := range d.Labels {
		if l != NoLabel {
			names[i] = d.Classes[l]
		}
	}
	return names
}

// standardise brings what is known to mean 0 and deviation 1, or to 0 where it
// is all the same, and the rest to 0.
func standardise(x []float64) {
	known := slices.DeleteFunc(slices.Clone(x), math.IsNaN)
	mean, sd := 0.0, 0.0
	if len(known) > 1 {
		mean, sd = stat.PopMeanStdDev(known, nil)
	}
	for i := range x {
		if x[i] = (x[i] - mean) / sd; !(sd > 0) || math.IsNaN(x[i]) {
			x[i] = 0
		}
	}
}
