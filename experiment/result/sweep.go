package result

import "lacuna/dataset"

// Condition is a way in which a sweep shows test records: under a mask, or left
// with the modalities of a pattern.
type Condition struct {
	Name      string          `json:"name"`                  // "natural", "mcar cell 0.3", "only a+b", "complete"
	Mechanism string          `json:"mechanism,omitempty"`   // of a curve over rates: "mcar cell"; "" where nothing is hidden, and of patterns
	Rate      float64         `json:"rate,omitempty"`        // that was asked for
	MaskHash  string          `json:"mask_sha256,omitempty"` // over all records
	Pattern   dataset.Pattern `json:"pattern,omitempty"`     // all that is shown of records that have it
}

// Swept are the predictions of a run in one condition, in the order of its test
// records.
type Swept struct {
	Condition
	Records       []int             `json:"-"` // row numbers in the dataset
	Patterns      []dataset.Pattern `json:"-"` // as the model saw them
	Probabilities [][]float64       `json:"-"`
}

// Under returns the predictions of a run in a condition as rows of the observed
// series, and whether it was tested in it.
func (r Run) Under(condition string) (rows []Row, ok bool) {
	for _, s := range r.Swept {
		if s.Name == condition {
			return s.rows(r.observed()), true
		}
	}
	return nil, false
}

// SweptRows returns the predictions in all conditions, one after the other.
func (r Run) SweptRows() []Row {
	var rows []Row
	observed := r.observed()
	for _, s := range r.Swept {
		rows = append(rows, s.rows(observed)...)
	}
	return rows
}

// observed finds the row of each test record.
func (r Run) observed() map[int]Row {
	rows := map[int]Row{}
	for _, row := range r.Rows {
		if row.Series == Observed {
			rows[row.Record] = row
		}
	}
	return rows
}

func (s Swept) rows(observed map[int]Row) []Row {
	rows := make([]Row, len(s.Records))
	for i, record := range s.Records {
		of := observed[record]
		rows[i] = Row{
			ID: of.ID, Record: record, Label: of.Label, Series: Observed,
			Pattern: s.Patterns[i], Natural: of.Natural, Probabilities: s.Probabilities[i],
		}
	}
	return rows
}
