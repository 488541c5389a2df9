package charts

// Order is an order of records in the presence matrix.
type Order string

// The orders. ByPattern is the zero value's meaning.
const (
	ByPattern Order = "pattern" // patterns by frequency, complete first
	ByID      Order = "id"      // as in the dataset, which shows drift
	ByLabel   Order = "label"
	BySplit   Order = "split" // train, validation, test, none
)
