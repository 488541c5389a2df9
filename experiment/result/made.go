package result

import "lacuna/dataset"

// Made are records from which a modality was hidden on purpose, with what an
// imputer made in its place.
type Made struct {
	Dataset, Hash string
	Method        string
	Hidden        string // what, in words
	Seed          uint64
	Modalities    []MadeModality
}

// MadeModality is one of the modalities that were hidden as a whole. Pictures are
// in the units of the data, other numbers in standard deviations of what was
// learned from.
type MadeModality struct {
	Name      string
	Kind      dataset.Kind
	Shape     []int   // {height, width} of pictures, whose channels stand side by side; else nil
	Low, High float64 // that all is drawn between: the span of pictures, else of nearly all real numbers
	Hidden    int     // records that it was hidden from
	RMSE      float64 // of all these, over the span of pictures
	SSIM      float64 // likewise, mean; NaN of what is no picture
	Records   []MadeRecord
}

// MadeRecord is one record. A text has no numbers: Text is the real one and
// NearestText that of the record whose words come nearest to what was made.
type MadeRecord struct {
	ID, Class         string // Class is "" where there is none
	Real, Filled      []float64
	Draws             [][]float64 // single ones, of a method that draws
	Nearest           []float64   // of the records that were learned from, by the features that methods see
	NearestID         string      // "" where there is none
	Text, NearestText string
	RMSE, SSIM        float64
}
