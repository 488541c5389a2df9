package kernel

import "sync"

var workspaces = sync.Pool{New: func() any { return new(Workspace) }}

// Gemm is Workspace.Gemm with a workspace borrowed from a shared pool.
func Gemm(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, c []float32, ldc int) {
	GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, nil, Identity, c, ldc)
}

// GemmBiasAct is Workspace.GemmBiasAct with a workspace borrowed from a shared
// pool.
func GemmBiasAct(transA, transB bool, m, n, k int, a []float32, lda int, b []float32, ldb int, accumulate bool, bias []float32, act Activation, c []float32, ldc int) {
	w := workspaces.Get().(*Workspace)
	w.GemmBiasAct(transA, transB, m, n, k, a, lda, b, ldb, accumulate, bias, act, c, ldc)
	workspaces.Put(w)
}
