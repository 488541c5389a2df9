// Package kernel computes the inner loops of training and imputation on dense
// float32 slices and promises that a row's result never depends on the rows
// beside it, nor on the number of workers.
//
// A matrix is a row-major slice with a leading dimension: element (i, j) of X
// lies at x[i*ldx+j], and ldx may exceed the number of columns. op(X) is X or
// its transpose. An epilogue is what happens to an element of a product before
// it is stored for the last time (bias, activation). An image batch is laid
// out records × height × width × channels (channels last).
//
// The functions do not allocate in the steady state, do not start goroutines
// unless asked for several workers, and propagate NaN and infinities as IEEE
// arithmetic does: a zero times a NaN is a NaN. Slices that are too short are
// errors of the program and panic with the name of the function; destinations
// may be the same slice as a source of equal length where the documentation
// says so, and must not overlap otherwise.
package kernel
