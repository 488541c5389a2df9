package charts

// CurveLook says how learning curves are drawn. The zero CurveLook folds the runs
// of each method.
type CurveLook struct {
	Unfold    bool // a line for each run of every method
	ByPattern bool // validation by pattern, in place of training and validation
	Smoothing Smoothing
}
