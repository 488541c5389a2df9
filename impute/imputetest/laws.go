package imputetest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"lacuna/dataset"
	"lacuna/impute"
	"lacuna/internal/job"
	"lacuna/internal/rng"

	"go.uber.org/goleak"
)

// Laws lists the promises of package impute.
func Laws() []Law {
	return []Law{
		{Name: "observed", Says: "observed cells come back bit for bit", check: observedCells},
		{Name: "finite", Says: "every cell is filled with a finite number, whatever is absent in training or test", check: finite},
		{Name: "order", Says: "records and columns keep their number and order", check: order},
		{Name: "identity", Says: "where nothing is missing, nothing changes", check: observedCells, scenes: named("nothing missing")},
		{Name: "input", Says: "the views that come in are not changed", check: inputKept},
		{Name: "seed", Says: "the same seed gives the same bytes", check: sameSeed},
		{Name: "workers", Says: "one worker and four give the same bytes", check: sameWorkers},
		{Name: "permutation", Says: "the order of the training records does not matter", check: permutation},
		{Name: "independence", Says: "how a record is filled does not depend on the records beside it", check: independence},
		{Name: "refit", Says: "a second Fit forgets the first", check: refit, scenes: named("cells and modalities missing")},
		{Name: "unfitted", Says: "Transform before Fit is an error that wraps ErrNotFitted", check: unfitted},
		{Name: "columns", Says: "other columns than those of the training are an error", check: otherColumns, scenes: named("cells and modalities missing")},
		{Name: "warning", Says: "a column that no training record has is warned about by the name of its modality", check: warning},
		{Name: "saved", Says: "what was fitted, saved and loaded again fills the same bytes", check: savedAlike},
		{Name: "damaged", Says: "a damaged file is an error or fills something, and never a panic", check: damaged, scenes: named("cells and modalities missing")},
		{Name: "cancel", Says: "a cancelled context ends the work within one block with its error, and no goroutine stays", check: cancelled, scenes: named("cells and modalities missing")},
	}
}

func named(name string) func(scene) bool { return func(c scene) bool { return c.name == name } }

// env is the surroundings of a check.
func env(workers int) job.Env { return job.Env{Seed: rng.New(5), Workers: workers} }

// fit makes an imputer and fits it.
func (s Subject) fit(train dataset.View, e job.Env) (impute.Imputer, error) {
	imputer, err := s.New()
	if err != nil {
		return nil, err
	}
	if err := imputer.Fit(context.Background(), train, e); err != nil {
		return nil, fmt.Errorf("fit: %w", err)
	}
	return imputer, nil
}

func observedCells(s Subject, c scene) error {
	f, err := s.plain(c)
	if err != nil {
		return err
	}
	return eachCell(f, func(i, m, j int, x float64) error {
		row := c.test.Row(i, m)
		if row != nil && !math.IsNaN(row[j]) && math.Float64bits(row[j]) != math.Float64bits(x) {
			return fmt.Errorf("%g became %g", row[j], x)
		}
		return nil
	})
}

func finite(s Subject, c scene) error {
	f, err := s.plain(c)
	if err != nil {
		return err
	}
	return eachCell(f, func(_, _, _ int, x float64) error {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("filled with %g", x)
		}
		return nil
	})
}

// eachCell calls check for all cells and says where it fails.
func eachCell(f *dataset.Filled, check func(i, m, j int, x float64) error) error {
	v := f.Source()
	for m := range v.Modalities() {
		for i := range v.Len() {
			for j, x := range f.Values(m).Row(i) {
				if err := check(i, m, j, x); err != nil {
					return fmt.Errorf("record %s, modality %s, column %d: %w", v.ID(i), v.Modality(m).Name, j, err)
				}
			}
		}
	}
	return nil
}

func order(s Subject, c scene) error {
	f, err := s.plain(c)
	if err != nil {
		return err
	}
	v := f.Source()
	if v.Len() != c.test.Len() || v.Modalities() != c.test.Modalities() {
		return fmt.Errorf("%d records of %d modalities became %d of %d", c.test.Len(), c.test.Modalities(), v.Len(), v.Modalities())
	}
	for i := range v.Len() {
		if v.ID(i) != c.test.ID(i) {
			return fmt.Errorf("record %d was %s and became %s", i, c.test.ID(i), v.ID(i))
		}
	}
	for m := range v.Modalities() {
		if b := f.Values(m); b.Rows != c.test.Len() || b.Cols != c.test.Columns(m) {
			return fmt.Errorf("modality %s: %d×%d became %d×%d", v.Modality(m).Name, c.test.Len(), c.test.Columns(m), b.Rows, b.Cols)
		}
	}
	return nil
}

func inputKept(s Subject, c scene) error {
	o, err := s.once(c, 4)
	if err == nil && o.changed != "" {
		err = fmt.Errorf("the %s rows have changed", o.changed)
	}
	return err
}

// bitsOf returns all numbers of a view.
func bitsOf(v dataset.View) []uint64 {
	var out []uint64
	for m := range v.Modalities() {
		for i := range v.Len() {
			for _, x := range v.Row(i, m) {
				out = append(out, math.Float64bits(x))
			}
		}
	}
	return out
}

func sameSeed(s Subject, c scene) error { return s.alike(c, c.train) }

func permutation(s Subject, c scene) error {
	return s.alike(c, c.train.Select(shuffled(c.train.Len())))
}

// alike compares what another run fills with the plain one, bit for bit.
func (s Subject) alike(c scene, train dataset.View) error {
	want, err := s.plain(c)
	if err != nil {
		return err
	}
	imputer, err := s.fit(train, env(1))
	if err != nil {
		return err
	}
	got, err := imputer.Transform(context.Background(), c.test, env(1))
	if err != nil {
		return fmt.Errorf("transform: %w", err)
	}
	return equal(want, got, func(i int) int { return i })
}

func sameWorkers(s Subject, c scene) error {
	want, err := s.plain(c)
	if err != nil {
		return err
	}
	got, err := s.once(c, 4)
	if err != nil {
		return err
	}
	return equal(want, got.filled, func(i int) int { return i })
}

// equal compares row at(i) of want with row i of got, bit for bit.
func equal(want, got *dataset.Filled, at func(i int) int) error {
	return eachCell(got, func(i, m, j int, x float64) error {
		if y := want.Values(m).At(at(i), j); math.Float64bits(x) != math.Float64bits(y) {
			return fmt.Errorf("filled with %g once and with %g another time", y, x)
		}
		return nil
	})
}

func shuffled(n int) []int { return rng.New(11).Rand().Perm(n) }

// independence compares with the filling of the test rows in another order, and
// of half of them.
func independence(s Subject, c scene) error {
	want, err := s.once(c, 1)
	if err != nil {
		return err
	}
	order := shuffled(c.test.Len())
	for _, rows := range [][]int{order, order[:len(order)/2]} {
		got, err := want.imputer.Transform(context.Background(), c.test.Select(rows), env(1))
		if err != nil {
			return err
		}
		if err := equal(want.filled, got, func(i int) int { return rows[i] }); err != nil {
			return err
		}
	}
	return nil
}

func refit(s Subject, c scene) error {
	want, err := s.plain(c)
	if err != nil {
		return err
	}
	imputer, err := s.New()
	if err != nil {
		return err
	}
	for _, train := range []dataset.View{c.train.Select([]int{0, 1, 2, 3}), c.train} {
		if err := imputer.Fit(context.Background(), train, env(1)); err != nil {
			return err
		}
	}
	got, err := imputer.Transform(context.Background(), c.test, env(1))
	if err != nil {
		return err
	}
	return equal(want, got, func(i int) int { return i })
}

func unfitted(s Subject, c scene) error {
	imputer, err := s.New()
	if err != nil {
		return err
	}
	_, err = imputer.Transform(context.Background(), c.test, env(1))
	if !errors.Is(err, impute.ErrNotFitted) {
		return fmt.Errorf("what Transform returned is %v", err)
	}
	return nil
}

// otherColumns leaves the last column of the first modality away.
func otherColumns(s Subject, c scene) error {
	var modalities []dataset.Modality
	var values []dataset.Matrix
	for m := range c.test.Modalities() {
		modalities, values = append(modalities, c.test.Modality(m)), append(values, c.test.Dense(m))
	}
	narrow := dataset.NewMatrix(values[0].Rows, values[0].Cols-1)
	for i := range narrow.Rows {
		copy(narrow.Row(i), values[0].Row(i))
	}
	modalities[0].Columns, values[0] = modalities[0].Columns[:narrow.Cols], narrow
	other, err := c.test.Derive(modalities, values)
	if err != nil {
		return err
	}
	o, err := s.once(c, 1)
	if err != nil {
		return err
	}
	if _, err := o.imputer.Transform(context.Background(), other, env(1)); err == nil || !strings.Contains(err.Error(), modalities[0].Name) {
		return fmt.Errorf("what Transform returned is %v, which does not name the modality %s", err, modalities[0].Name)
	}
	return nil
}

func warning(s Subject, c scene) error {
	o, err := s.once(c, 1)
	if err != nil {
		return err
	}
	warner, ok := o.imputer.(impute.Warner)
	if !ok {
		return errors.New("the imputer is no Warner")
	}
	said := strings.Join(warner.Warnings(), "\n")
	if c.unobserved != "" && !strings.Contains(said, c.unobserved) {
		return fmt.Errorf("no warning names %s: %q", c.unobserved, said)
	}
	return nil
}

// cancelled stops an imputer before its work and in the middle of it.
func cancelled(s Subject, c scene) error {
	imputer, err := s.New()
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if err := imputer.Fit(ctx, c.train, env(2)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("with a cancelled context Fit returned %v", err)
	}
	if err := imputer.Fit(context.Background(), c.train, env(2)); err != nil {
		return err
	}
	if _, err := imputer.Transform(ctx, c.test, env(2)); !errors.Is(err, context.Canceled) {
		return fmt.Errorf("with a cancelled context Transform returned %v", err)
	}
	if err := s.interrupted(c); err != nil {
		return err
	}
	return goleak.Find()
}

// interrupted cancels when the first event arrives, and allows two workers one
// block each and one more event of the curves after that.
func (s Subject) interrupted(c scene) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	imputer, err := s.New()
	if err != nil {
		return err
	}
	e, events := env(2), 0
	e.Report = func(job.Event) { events++; stop() }
	err = imputer.Fit(ctx, c.train, e)
	const late = 3
	if events > 1+late {
		return fmt.Errorf("%d events after the context was cancelled", events-1)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("cancelled at its first event, Fit returned %v", err)
	}
	return nil
}
