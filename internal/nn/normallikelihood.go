package nn

import "math"

// normalColumns is the arithmetic of the normal likelihood whose columns have one
// deviation each, the common case, in float32 and without branches.
type normalColumns struct {
	constant, inverse []float32 // of each column: that of the logarithm, and 1/deviation
	dscale            []float64 // sums over the cells
}

// prepare takes the raw deviations.
func (c *normalColumns) prepare(raw []float32) {
	if c.constant == nil {
		c.constant, c.inverse, c.dscale = make([]float32, len(raw)), make([]float32, len(raw)), make([]float64, len(raw))
	}
	for j, r := range raw {
		scale := ScaleOf(float64(r))
		c.constant[j], c.inverse[j] = float32(-math.Log(scale)-math.Log(2*math.Pi)/2), float32(1/scale)
	}
}

// forward adds up the logarithms of the densities of one record's draws.
func (c *normalColumns) forward(location, x, weight, out []float32) {
	width := len(x)
	var constant float64
	for j, w := range weight {
		constant += float64(w * c.constant[j])
	}
	for k := range out {
		row := location[k*width : (k+1)*width]
		var sum float32
		for j, at := range row {
			d := (x[j] - at) * c.inverse[j]
			sum += weight[j] * d * d
		}
		out[k] = float32(constant - float64(sum)/2)
	}
}

// backward writes the gradient by the location of one record's draws, and adds to
// that by the deviations. Either may be nobody's.
func (c *normalColumns) backward(location, x, weight, dout, dlocation []float32, scales bool) {
	width := len(x)
	for k, grad := range dout {
		for j, at := range location[k*width : (k+1)*width] {
			inverse := c.inverse[j]
			d := (x[j] - at) * inverse
			pull := grad * weight[j] * inverse
			if dlocation != nil {
				dlocation[k*width+j] = pull * d
			}
			if scales {
				c.dscale[j] += float64(pull * (d*d - 1))
			}
		}
	}
}

// sums writes the gradient by the raw deviations and starts anew.
func (c *normalColumns) sums(raw, din []float32) {
	for j, r := range raw {
		din[j] = float32(c.dscale[j] * sigmoid(float64(r)))
		c.dscale[j] = 0
	}
}
