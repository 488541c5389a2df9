package job

// Groups deals the records of a validation into groups whose losses are told
// apart. The zero Groups tells none apart.
type Groups struct {
	Keys []string // what the groups are called
	Of   []int    // of each record, its group
}

// Group is one group of the validation records after an epoch.
type Group struct {
	Key   string
	N     int     // labelled records
	Right int     // of them, those whose most probable class is their label
	Loss  float64 // mean over them by their weights, rounded to 32 bits
}

// Judged is how well one record was told.
type Judged struct {
	Loss, Weight float64 // Weight is 0 where the label is unknown
	Right        bool
}

// Judge returns the groups that have records, in the order of the keys. Losses
// are added in the order of the records, so that it does not matter who computed
// them.
func (g Groups) Judge(each []Judged) []Group {
	if len(g.Keys) == 0 {
		return nil
	}
	all := make([]Group, len(g.Keys))
	weights := make([]float64, len(g.Keys))
	for i, j := range each {
		if j.Weight == 0 {
			continue
		}
		k := g.Of[i]
		all[k].N++
		all[k].Loss += j.Weight * j.Loss
		weights[k] += j.Weight
		if j.Right {
			all[k].Right++
		}
	}
	out := make([]Group, 0, len(all))
	for k, one := range all {
		if one.N > 0 {
			one.Key, one.Loss = g.Keys[k], float64(float32(one.Loss/weights[k]))
			out = append(out, one)
		}
	}
	return out
}

// Pick returns the groups of some of the records.
func (g Groups) Pick(records []int) Groups {
	if len(g.Keys) == 0 {
		return g
	}
	of := make([]int, len(records))
	for k, i := range records {
		of[k] = g.Of[i]
	}
	return Groups{g.Keys, of}
}
