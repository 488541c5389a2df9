package nn

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Opinion turns each row of scores x into an opinion on the classes: the
// logarithms of the concentrations α = 1 + softplus(x) of a Dirichlet
// distribution. What α has beyond 1 is evidence for a class; without any the
// opinion is vacuous, all numbers 0. The softmax of an opinion is the mean of
// the distribution (Sensoy, Kaplan and Kandemir, NeurIPS 2018).
func (g *Graph) Opinion(x Tensor) Tensor {
	return g.apply("opinion", opinionMath{x.live(), x.Width()}, x, x.shape, x.operand())
}

type opinionMath struct {
	rows  liveRows
	width int
}

func (m opinionMath) forward(in [][]float32, out []float32) {
	for i, x := range in[0][:m.rows.n()*m.width] {
		out[i] = float32(math.Log1p(softplus(float64(x))))
	}
}

func (m opinionMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	for i, x := range in[0][:m.rows.n()*m.width] {
		din[0][i] = dout[i] * float32(math.Exp(-float64(out[i]))/(1+math.Exp(-float64(x))))
	}
}

// softplus is log(1 + eˣ), safe from overflow.
func softplus(x float64) float64 { return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) }

// Dempster joins the opinions of a record's tokens, masked ones left out, by the
// reduced form of Dempster's rule (Han et al., Trusted multi-view
// classification, ICLR 2021). An absent or vacuous opinion changes nothing; of
// none the result is vacuous.
//
// In terms of the evidence e of each of K classes the rule is a product: 1 + e/K
// of the joint opinion is the product of 1 + e/K over the opinions.
func (g *Graph) Dempster(s Sequence) Tensor {
	m := &dempsterMath{all: s.rows, width: s.Width(), mask: s.mask}
	return g.apply("dempster", m, Tensor{rows: s.rows, per: 1}, s.shape, s.operand())
}

type dempsterMath struct {
	all   *rowSet
	width int
	mask  *mask
}

// certain is the logarithm of a factor beside which 1 is nothing.
const certain = 40

func (m *dempsterMath) forward(in [][]float32, out []float32) {
	d, k := m.width, float64(m.width)
	for b := range m.all.n {
		on := m.mask.row(b)
		for j := range d {
			var factor float64
			for t, o := range on {
				if o {
					factor += math.Log1p(math.Expm1(float64(in[0][(b*len(on)+t)*d+j])) / k)
				}
			}
			joint := math.Log(k) + factor
			if factor < certain {
				joint = math.Log1p(k * math.Expm1(factor))
			}
			out[b*d+j] = float32(joint)
		}
	}
}

func (m *dempsterMath) backward(in [][]float32, out, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	d, others := m.width, float64(m.width-1)
	for b := range m.all.n {
		on := m.mask.row(b)
		for j := range d {
			joint := float64(dout[b*d+j]) * (1 + others*math.Exp(-float64(out[b*d+j])))
			for t, o := range on {
				i := (b*len(on)+t)*d + j
				din[0][i] = 0
				if o {
					din[0][i] = float32(joint / (1 + others*math.Exp(-float64(in[0][i]))))
				}
			}
		}
	}
}

// Evidential is the loss of an opinion: the mean over the records of the
// cross-entropy that is expected under its Dirichlet distribution, and of the
// divergence (Kullback and Leibler) of what it says of the wrong classes from a
// vacuous opinion. The latter's weight grows to 1 over so many epochs of
// training as ramp says (Sensoy et al., 2018). Records count as in CrossEntropy.
func (g *Graph) Evidential(opinion Tensor, o CrossEntropyOptions, ramp int) Loss {
	m := &evidentialMath{crossEntropyMath: g.newCrossEntropy(opinion, o), ramp: ramp}
	m.alpha, m.wrong = make([]float64, m.classes), make([]float64, m.classes)
	return Loss{g.node("evidential", m, extent{}, opinion.operand())}
}

type evidentialMath struct {
	*crossEntropyMath
	ramp         int
	alpha, wrong []float64 // concentrations of a row; and without the right class
	sum, wrongs  float64   // their sums
}

// divergenceWeight is the present weight of the divergence.
func (m *evidentialMath) divergenceWeight() float64 {
	if m.graph.training && m.graph.epoch < m.ramp {
		return float64(m.graph.epoch) / float64(m.ramp)
	}
	return 1
}

// share is the target for class j of a row with the given label.
func (m *evidentialMath) share(j, label int) float64 {
	eps := m.options.Smoothing
	if j == label {
		return 1 - eps + eps/float64(m.classes)
	}
	return eps / float64(m.classes)
}

// read computes the concentrations of an opinion.
func (m *evidentialMath) read(opinion []float32, label int) {
	m.sum, m.wrongs = 0, 0
	for j, z := range opinion {
		t := m.share(j, label)
		m.alpha[j] = math.Exp(float64(z))
		m.wrong[j] = t + (1-t)*m.alpha[j]
		m.sum += m.alpha[j]
		m.wrongs += m.wrong[j]
	}
}

func (m *evidentialMath) forward(in [][]float32, out []float32) {
	var loss float64
	for row := range m.rows.n {
		label, w := m.target(row)
		if w == 0 {
			continue
		}
		m.read(in[0][row*m.classes:(row+1)*m.classes], label)
		at := mathext.Digamma(m.sum) + m.divergenceWeight()*m.divergence()
		for j, a := range m.alpha {
			if t := m.share(j, label); t > 0 {
				at -= t * mathext.Digamma(a)
			}
		}
		loss += w * at
	}
	out[0] = float32(ratio(loss, m.total))
}

// divergence is that of the wrong classes' opinion from the uniform Dirichlet
// distribution.
func (m *evidentialMath) divergence() float64 {
	d := logGamma(m.wrongs) - logGamma(float64(m.classes))
	all := mathext.Digamma(m.wrongs)
	for _, a := range m.wrong {
		if a > 1 {
			d += (a-1)*(mathext.Digamma(a)-all) - logGamma(a)
		}
	}
	return d
}

func (m *evidentialMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	k, lambda := m.classes, m.divergenceWeight()
	for row := range m.rows.n {
		label, w := m.target(row)
		dx := din[0][row*k : (row+1)*k]
		if w == 0 {
			clear(dx)
			continue
		}
		m.read(in[0][row*k:(row+1)*k], label)
		scale := float64(dout[0]) * ratio(w, m.total)
		all := trigamma(m.sum)
		wrongs := (m.wrongs - float64(k)) * trigamma(m.wrongs)
		for j, a := range m.alpha {
			t := m.share(j, label)
			slope := all
			if t > 0 {
				slope -= t * trigamma(a)
			}
			if t < 1 {
				slope += lambda * (1 - t) * ((m.wrong[j]-1)*trigamma(m.wrong[j]) - wrongs)
			}
			dx[j] = float32(scale * a * slope)
		}
	}
}

func logGamma(x float64) float64 {
	y, _ := math.Lgamma(x)
	return y
}

// trigamma is the derivative of the digamma function for x > 0: by recurrence
// up to 8, and there by the asymptotic series (Abramowitz and Stegun, 6.4.12).
// It takes a tenth of the time of the equal Hurwitz zeta function ζ(2, x).
func trigamma(x float64) float64 {
	var sum float64
	for ; x < 8; x++ {
		sum += 1 / (x * x)
	}
	y := 1 / (x * x)
	return sum + 1/x + y/2 + y/x*(1./6-y*(1./30-y*(1./42-y/30)))
}
