package canvas

// Placed is a text that wants to be centred on x.
type Placed struct {
	Text  string
	X     float64
	Width float64
}

// Spread moves texts, given from left to right, sideways so that they stay
// within low…high and gap apart. What has no room is left out from the end.
func Spread(texts []Placed, low, high, gap float64) []Placed {
	total := -gap
	for i, t := range texts {
		total += t.Width + gap
		if total > high-low {
			texts = texts[:i]
			break
		}
	}
	edge := low
	for i := range texts {
		texts[i].X = max(texts[i].X, edge+texts[i].Width/2)
		edge = texts[i].X + texts[i].Width/2 + gap
	}
	edge = high
	for i := len(texts) - 1; i >= 0; i-- {
		texts[i].X = min(texts[i].X, edge-texts[i].Width/2)
		edge = texts[i].X - texts[i].Width/2 - gap
	}
	return texts
}
