package metric

import "math"

// margin counts how often a class is true, predicted, and both.
type margin struct{ actual, predicted, both float64 }

// margins are the counts of all classes: what the metrics of a confusion matrix
// are made of, in a row for each class instead of one for every two.
type margins []margin

func newMargins(classes int) margins { return make(margins, classes) }

// add counts a prediction.
func (m margins) add(label, predicted int, weight float64) {
	m[label].actual += weight
	m[predicted].predicted += weight
	if label == predicted {
		m[label].both += weight
	}
}

// merge counts what others have counted.
func (m margins) merge(others margins) {
	for k, o := range others {
		m[k].actual += o.actual
		m[k].predicted += o.predicted
		m[k].both += o.both
	}
}

func (m margins) balanced() float64 {
	sum, n := 0.0, 0.0
	for _, c := range m {
		if c.actual > 0 {
			sum += c.both / c.actual
			n++
		}
	}
	return quotient(sum, n)
}

func (m margins) macroF1() float64 {
	sum, n := 0.0, 0.0
	for _, c := range m {
		if c.actual+c.predicted > 0 {
			sum += 2 * c.both / (c.actual + c.predicted)
			n++
		}
	}
	return quotient(sum, n)
}

func (m margins) weightedF1() float64 {
	sum, n := 0.0, 0.0
	for _, c := range m {
		n += c.actual
		if c.actual > 0 {
			sum += c.actual * 2 * c.both / (c.actual + c.predicted)
		}
	}
	return quotient(sum, n)
}

// quotient is NaN where there is nothing to divide by.
func quotient(sum, n float64) float64 {
	if n == 0 {
		return math.NaN()
	}
	return sum / n
}
