package kernel

import "sync"

// GemmParallel is Gemm with the rows of C shared out among at most workers
// goroutines. The result has the same bits for every number of workers. It
// pays from about a million multiplications on.
func GemmParallel(workers int, transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, c []float32, ldc int) {
	checkMatrix("GemmParallel", "A", transA, m, k, a, lda)
	checkMatrix("GemmParallel", "C", false, m, n, c, ldc)
	if m == 0 || n == 0 {
		return
	}
	workers = max(1, workers)
	share := blockSize(m, (m+workers-1)/workers, tileRows)
	part := func(at int) {
		from := operand(transA, a, lda).from(at, 0).x
		Gemm(transA, transB, min(share, m-at), n, k, from, lda, b, ldb, accumulate, c[at*ldc:], ldc)
	}
	var others sync.WaitGroup
	for at := share; at < m; at += share {
		others.Go(func() { part(at) })
	}
	part(0)
	others.Wait()
}
