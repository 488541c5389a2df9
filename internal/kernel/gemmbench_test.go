package kernel

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// shape is a product to be timed; the letters say whether A and B are
// transposed.
type shape struct {
	form    string
	m, n, k int
}

// measure times the product by ours and by gonum in one run.
func (s shape) measure(b *testing.B, ours, theirs func()) {
	for _, c := range []struct {
		name string
		run  func()
	}{{"ours", ours}, {"gonum", theirs}} {
		b.Run(fmt.Sprintf("%s/%dx%dx%d/%s", s.form, s.m, s.n, s.k, c.name), func(b *testing.B) {
			for range b.N {
				c.run()
			}
			b.ReportMetric(2*float64(s.m*s.n*s.k)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
		})
	}
}

// strides returns the transpositions and leading dimensions of dense operands.
func (s shape) strides() (transA, transB bool, lda, ldb int) {
	transA, transB, lda, ldb = s.form[0] == 'T', s.form[1] == 'T', s.k, s.n
	if transA {
		lda = s.m
	}
	if transB {
		ldb = s.k
	}
	return transA, transB, lda, ldb
}

func blasTranspose(trans bool) blas.Transpose {
	if trans {
		return blas.Trans
	}
	return blas.NoTrans
}

// BenchmarkGemm is the products of the reference models: forward (NN), input
// gradient (NT), weight gradient (TN); and large ones.
func BenchmarkGemm(b *testing.B) {
	for _, s := range []shape{
		{"NN", 128, 256, 200}, {"NN", 128, 128, 256}, {"NN", 103, 256, 200}, {"NN", 64, 64, 50},
		{"NN", 128, 10, 128}, {"NN", 1, 256, 200}, {"NN", 256, 512, 1000},
		{"NT", 128, 256, 128}, {"NT", 128, 200, 256}, {"NT", 256, 1000, 512},
		{"TN", 200, 256, 128}, {"TN", 256, 128, 128}, {"TN", 1000, 512, 256},
		{"NN", 1024, 1024, 1024}, {"NT", 1024, 1024, 1024}, {"TN", 1024, 1024, 1024},
	} {
		x, y, z := random(s.m*s.k), random(s.k*s.n), make([]float32, s.m*s.n)
		ta, tb, lda, ldb := s.strides()
		var w Workspace
		s.measure(b, func() {
			w.Gemm(ta, tb, s.m, s.n, s.k, x, lda, y, ldb, false, z, s.n)
		}, func() {
			gonum.Implementation{}.Sgemm(blasTranspose(ta), blasTranspose(tb), s.m, s.n, s.k, 1, x, lda, y, ldb, 0, z, s.n)
		})
	}
}

// BenchmarkGemm64 is Gram matrices, as regressions use them, and a large
// product.
func BenchmarkGemm64(b *testing.B) {
	for _, s := range []shape{{"TN", 50, 50, 10000}, {"TN", 200, 200, 2000}, {"NN", 512, 512, 512}} {
		x, y, z := make([]float64, s.m*s.k), make([]float64, s.k*s.n), make([]float64, s.m*s.n)
		r := rand.New(rand.NewPCG(1, 2))
		fill(r, x)
		fill(r, y)
		ta, tb, lda, ldb := s.strides()
		var w Workspace
		s.measure(b, func() {
			w.Gemm64(ta, tb, s.m, s.n, s.k, x, lda, y, ldb, false, z, s.n)
		}, func() {
			gonum.Implementation{}.Dgemm(blasTranspose(ta), blasTranspose(tb), s.m, s.n, s.k, 1, x, lda, y, ldb, 0, z, s.n)
		})
	}
}
