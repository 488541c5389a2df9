package nn

import "math"

// LogWeights are the logarithms of the importance weights of draws z from the
// normal distributions that Reparameterise drew them from: the likelihood of what
// a draw explains, times the density of a standard normal distribution over that
// of the one it comes from.
func (g *Graph) LogWeights(logLikelihood, z, logVariance, eps Tensor) Tensor {
	sameRows("importance weights", logLikelihood, z)
	if logLikelihood.Width() != 1 || logVariance.rows != z.rows || logVariance.per != 1 || eps.Width() != z.per*z.Width() {
		fail("importance weights need one likelihood for each draw, and what the draws were made of")
	}
	m := &logWeightsMath{rows: logVariance.live(), draws: z.per, width: z.Width()}
	return g.apply("importance weights", m, z, []int{1}, logLikelihood.operand(), z.operand(), logVariance.operand(), eps.operand())
}

type logWeightsMath struct {
	rows         liveRows
	draws, width int
}

func (m *logWeightsMath) forward(in [][]float32, out []float32) {
	d := m.width
	for r := range m.rows.n() {
		var spread float64
		for _, v := range in[2][r*d : (r+1)*d] {
			spread += float64(v)
		}
		for k := r * m.draws; k < (r+1)*m.draws; k++ {
			sum := spread
			for j := k * d; j < (k+1)*d; j++ {
				z, e := float64(in[1][j]), float64(in[3][j])
				sum += e*e - z*z
			}
			out[k] = in[0][k] + float32(sum/2)
		}
	}
}

func (m *logWeightsMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	d := m.width
	for r := range m.rows.n() {
		var sum float32
		for k := r * m.draws; k < (r+1)*m.draws; k++ {
			sum += dout[k]
			if din[0] != nil {
				din[0][k] = dout[k]
			}
			if din[1] != nil {
				for j := k * d; j < (k+1)*d; j++ {
					din[1][j] = -in[1][j] * dout[k]
				}
			}
		}
		if din[2] != nil {
			for j := r * d; j < (r+1)*d; j++ {
				din[2][j] = sum / 2
			}
		}
	}
}

// ImportanceBound is the mean over the records of −log of the mean of the
// weights of a record's draws, given as logarithms: an upper bound of −log of
// what they estimate, the tighter the more draws there are (Burda, Grosse and
// Salakhutdinov, Importance weighted autoencoders, ICLR 2016). With one draw it
// is the mean of the negative logarithms.
func (g *Graph) ImportanceBound(logWeights Tensor) Loss {
	if logWeights.Width() != 1 {
		fail("importance bound: a draw has one weight, not %d", logWeights.Width())
	}
	m := &boundMath{records: liveRows{logWeights.rows, 1}, draws: logWeights.per, total: 1}
	m.shares = make([]float32, logWeights.extent().size())
	return Loss{g.node("importance bound", m, extent{}, logWeights.operand())}
}

type boundMath struct {
	records liveRows
	draws   int
	shares  []float32 // of each draw in the weight of its record
	total   float64
}

func (m *boundMath) weight() float64         { return float64(m.records.n()) }
func (m *boundMath) normalise(total float64) { m.total = total }

func (m *boundMath) forward(in [][]float32, out []float32) {
	var sum float64
	for r := range m.records.n() {
		low, high := r*m.draws, (r+1)*m.draws
		sum += math.Log(float64(m.draws)) - softmax(m.shares[low:high], in[0][low:high])
	}
	out[0] = float32(ratio(sum, m.total))
}

func (m *boundMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	scale := float32(-ratio(float64(dout[0]), m.total))
	for k := range m.records.n() * m.draws {
		din[0][k] = scale * m.shares[k]
	}
}

// ImportanceMean is the mean of a record's draws by their weights, given as
// logarithms, which it divides by their sum (self-normalised importance
// sampling). No gradient goes back through it.
func (g *Graph) ImportanceMean(logWeights, values Tensor) Tensor {
	sameRows("importance mean", logWeights, values)
	if logWeights.Width() != 1 {
		fail("importance mean: a draw has one weight, not %d", logWeights.Width())
	}
	m := &importanceMeanMath{records: liveRows{values.rows, 1}, draws: values.per, width: values.Width(), shares: make([]float32, values.per)}
	like := Tensor{rows: values.rows, per: 1}
	return g.apply("importance mean", m, like, values.shape, operand{logWeights.node, logWeights.extent(), false}, operand{values.node, values.extent(), false})
}

type importanceMeanMath struct {
	records      liveRows
	draws, width int
	shares       []float32
}

func (m *importanceMeanMath) forward(in [][]float32, out []float32) {
	for r := range m.records.n() {
		softmax(m.shares, in[0][r*m.draws:(r+1)*m.draws])
		row := out[r*m.width : (r+1)*m.width]
		clear(row)
		for k, share := range m.shares {
			for j, v := range in[1][(r*m.draws+k)*m.width : (r*m.draws+k+1)*m.width] {
				row[j] += share * v
			}
		}
	}
}

func (m *importanceMeanMath) backward([][]float32, []float32, []float32, [][]float32) {}
