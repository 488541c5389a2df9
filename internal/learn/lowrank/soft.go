package lowrank

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"lacuna/dataset"
	"lacuna/internal/learn"
	"lacuna/internal/rng"
	"lacuna/internal/say"
)

// Soft finds the table of lowest squared error plus lambda times its nuclear
// norm (SoftImpute: Mazumder, Hastie and Tibshirani, JMLR 2010) by alternating
// ridge regressions on the completed table (Hastie, Mazumder, Lee and Zadeh,
// JMLR 2015).
type Soft struct {
	table   *learn.Table
	threads int
	left    dataset.Matrix // rows × rank
	right   dataset.Matrix // columns × rank
	full    dataset.Matrix // rows × columns: cells, and estimates where there are none
}

// NewSoft starts from small numbers drawn from seed, column by column.
func NewSoft(t *learn.Table, rank, threads int, seed rng.Seed) *Soft {
	s := &Soft{
		table: t, threads: threads,
		left: dataset.NewMatrix(t.Rows, rank), right: dataset.NewMatrix(t.Width(), rank), full: dataset.NewMatrix(t.Rows, t.Width()),
	}
	for j := range s.right.Rows {
		r := seed.Block(j).Rand()
		for a := range rank {
			s.right.Set(j, a, 1e-2*r.NormFloat64())
		}
	}
	return s
}

// Largest returns the lambda from which on nothing but zeros is found.
func (s *Soft) Largest() float64 { return spectralNorm(s.table) }

// Limits of the rounds for one lambda.
const (
	softRounds = 100
	softChange = 1e-4 // of the loadings, relative to their size
)

// Fit goes on from where it is to the solution for lambda.
func (s *Soft) Fit(ctx context.Context, lambda float64) error {
	for range softRounds {
		if err := ctx.Err(); err != nil {
			return say.Errorf("stopped: %w", err)
		}
		if err := s.complete(); err != nil {
			return err
		}
		if err := regress(s.left, s.full, false, s.right, lambda); err != nil {
			return err
		}
		before := slices.Clone(s.right.Data)
		if err := s.complete(); err != nil {
			return err
		}
		if err := regress(s.right, s.full, true, s.left, lambda); err != nil {
			return err
		}
		if change := floats.Distance(before, s.right.Data, 2); change <= softChange*floats.Norm(s.right.Data, 2) {
			break
		}
	}
	return nil
}

// complete writes the cells, and the estimates where there are none, into full.
func (s *Soft) complete() error {
	said := learn.Product(s.left, false, s.right, true)
	learn.Spread(s.threads, s.full.Rows, 64, func(low, high int) {
		for i := low; i < high; i++ {
			dst, row := s.full.Row(i), s.table.Row(i)
			copy(dst, said.Row(i))
			learn.EachBit(s.table.SeenRow(i), func(j int) { dst[j] = row[j] })
		}
	})
	for _, x := range said.Data {
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return say.Errorf("the estimates of a low-rank table grow beyond all bounds")
		}
	}
	return nil
}

// regress solves, for every row of dst, the ridge regression of a row of x (or a
// column, if trans) on the rows of by.
func regress(dst, x dataset.Matrix, trans bool, by dataset.Matrix, lambda float64) error {
	gram := learn.Product(by, true, by, false)
	for a := range gram.Rows {
		gram.Data[a*gram.Cols+a] += lambda
	}
	var factor mat.Cholesky
	if !factor.Factorize(mat.NewSymDense(gram.Rows, gram.Data)) {
		return say.Errorf("a low-rank regression with the penalty %g has no solution", lambda)
	}
	right := learn.Product(x, trans, by, false) // rows of dst × rank
	var solved mat.Dense
	if err := factor.SolveTo(&solved, mat.NewDense(right.Rows, right.Cols, right.Data).T()); err != nil {
		return say.Errorf("a low-rank regression with the penalty %g: %w", lambda, err)
	}
	for i := range dst.Rows {
		for a := range dst.Cols {
			dst.Set(i, a, solved.At(a, i))
		}
	}
	return nil
}

// Model returns what was found for lambda, as a model of rows.
func (s *Soft) Model(lambda float64) *Model {
	return &Model{
		Loadings: s.right.Clone(), Mean: make([]float64, s.right.Rows),
		Precision: slices.Repeat([]float64{1}, s.right.Rows), Prior: lambda,
	}
}
