package nn

import "math"

// Reparameterise draws from normal distributions of which each record has one,
// with mean and variance of each number: so many draws a record, as a sequence
// mean + √variance·eps. eps holds standard normal numbers, those of one draw
// after those of the other (Kingma and Welling, Auto-encoding variational Bayes,
// ICLR 2014).
func (g *Graph) Reparameterise(draws int, mean, logVariance, eps Tensor) Tensor {
	sameRows("reparameterise", mean, logVariance)
	sameWidth("reparameterise", mean, logVariance)
	sameRows("reparameterise", mean, eps)
	if mean.per != 1 || draws < 1 || eps.Width() != draws*mean.Width() || eps.grad {
		fail("reparameterise: %d draws of %d numbers need %d random ones of each record, not %d", draws, mean.Width(), draws*mean.Width(), eps.Width())
	}
	m := &drawMath{rows: mean.live(), draws: draws, width: mean.Width()}
	like := Tensor{rows: mean.rows, per: draws}
	return g.apply("reparameterise", m, like, mean.shape, mean.operand(), logVariance.operand(), eps.operand())
}

type drawMath struct {
	rows         liveRows
	draws, width int
}

func (m *drawMath) forward(in [][]float32, out []float32) {
	d := m.width
	for r := range m.rows.n() {
		for j := range d {
			mean, deviation := in[0][r*d+j], float32(math.Exp(float64(in[1][r*d+j])/2))
			for k := r * m.draws; k < (r+1)*m.draws; k++ {
				out[k*d+j] = mean + deviation*in[2][k*d+j]
			}
		}
	}
}

func (m *drawMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	d := m.width
	for r := range m.rows.n() {
		for j := range d {
			var sum, along float32
			for k := r * m.draws; k < (r+1)*m.draws; k++ {
				sum += dout[k*d+j]
				along += dout[k*d+j] * in[2][k*d+j]
			}
			if din[0] != nil {
				din[0][r*d+j] = sum
			}
			if din[1] != nil {
				din[1][r*d+j] = along * 0.5 * float32(math.Exp(float64(in[1][r*d+j])/2))
			}
		}
	}
}

// ExpertProduct multiplies normal distributions, one token of each record for
// each of them, with a standard normal one, and returns mean and logarithm of
// the variance of the product. Masked tokens are left out, and so are those for
// which keep, one column for each token if there is any, is 0 (Wu and Goodman,
// Multimodal generative models for scalable weakly-supervised learning, NeurIPS
// 2018).
func (g *Graph) ExpertProduct(means, logVariances Sequence, keep ...Tensor) (mean, logVariance Tensor) {
	sameRows("product of experts", means.Tensor, logVariances.Tensor)
	sameWidth("product of experts", means.Tensor, logVariances.Tensor)
	m := &expertMath{all: means.rows, width: means.Width(), mask: means.mask}
	operands := []operand{means.operand(), logVariances.operand()}
	if len(keep) > 0 && len(keep) != means.per {
		fail("product of experts: %d masks for %d experts", len(keep), means.per)
	}
	for _, k := range keep {
		if k.rows != means.rows || k.Width() != 1 || k.per != 1 || k.grad {
			fail("product of experts: a mask is one number of each record that depends on no parameter")
		}
		operands = append(operands, k.operand())
	}
	both := Sequence{g.apply("product of experts", m, Tensor{rows: means.rows, per: 2}, means.shape, operands...), newMask(means.rows.max, 2)}
	for i := range both.mask.on {
		both.mask.on[i] = true
	}
	return g.TokenAt(0, both), g.TokenAt(1, both)
}

type expertMath struct {
	all   *rowSet
	width int
	mask  *mask
}

// counts says whether an expert counts for a record.
func (m *expertMath) counts(in [][]float32, record, token int) bool {
	return m.mask.row(record)[token] && (len(in) == 2 || in[2+token][record] != 0)
}

func (m *expertMath) forward(in [][]float32, out []float32) {
	d, k := m.width, m.mask.tokens
	for b := range m.all.n {
		mean, logVariance := out[2*b*d:(2*b+1)*d], out[(2*b+1)*d:(2*b+2)*d]
		for j := range d {
			precision, sum := 1.0, 0.0
			for t := range k {
				if m.counts(in, b, t) {
					p := math.Exp(-float64(in[1][(b*k+t)*d+j]))
					precision += p
					sum += p * float64(in[0][(b*k+t)*d+j])
				}
			}
			mean[j], logVariance[j] = float32(sum/precision), float32(-math.Log(precision))
		}
	}
}

func (m *expertMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	d, k := m.width, m.mask.tokens
	for b := range m.all.n {
		for t := range k {
			on := m.counts(in, b, t)
			for j := range d {
				at, mean := (b*k+t)*d+j, 2*b*d+j
				var share, dmean, dvariance float32
				if on {
					// The share of the precision that is the expert's.
					share = float32(math.Exp(float64(out[mean+d] - in[1][at])))
					dmean, dvariance = dout[mean], dout[mean+d]
				}
				if din[0] != nil {
					din[0][at] = share * dmean
				}
				if din[1] != nil {
					din[1][at] = share * (dvariance - dmean*(in[0][at]-out[mean]))
				}
			}
		}
	}
}

// GaussianKL is the mean over the records of the Kullback–Leibler divergence of
// normal distributions from the standard one.
func (g *Graph) GaussianKL(mean, logVariance Tensor) Loss {
	sameRows("divergence", mean, logVariance)
	sameWidth("divergence", mean, logVariance)
	m := &klMath{rows: mean.live(), width: mean.Width(), total: 1}
	return Loss{g.node("divergence", m, extent{}, mean.operand(), logVariance.operand())}
}

type klMath struct {
	rows  liveRows
	width int
	total float64
}

func (m *klMath) weight() float64         { return float64(m.rows.n()) }
func (m *klMath) normalise(total float64) { m.total = total }

func (m *klMath) forward(in [][]float32, out []float32) {
	var sum float64
	for i, mean := range in[0][:m.rows.n()*m.width] {
		log := float64(in[1][i])
		sum += float64(mean)*float64(mean) + math.Exp(log) - 1 - log
	}
	out[0] = float32(ratio(sum/2, m.total))
}

func (m *klMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	scale := ratio(float64(dout[0]), m.total)
	for i, mean := range in[0][:m.rows.n()*m.width] {
		if din[0] != nil {
			din[0][i] = float32(scale * float64(mean))
		}
		if din[1] != nil {
			din[1][i] = float32(scale * (math.Exp(float64(in[1][i])) - 1) / 2)
		}
	}
}
