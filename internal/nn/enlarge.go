package nn

// Enlarge brings images to height × width pixels, each between the nearest four
// before: bilinear interpolation about the middles of pixels, without the blocks
// that Upsample leaves.
func (g *Graph) Enlarge(height, width int, x Tensor) Tensor {
	s := imageShape("enlarge", x)
	if height < s[0] || width < s[1] {
		fail("enlarge: %d×%d is smaller than images of %d×%d", height, width, s[0], s[1])
	}
	m := &enlargeMath{rows: x.live(), channels: s[2], in: s[0] * s[1], from: make([][4]weighed, 0, height*width)}
	for i := range height {
		top, bottom, down := between(i, height, s[0])
		for j := range width {
			left, right, along := between(j, width, s[1])
			m.from = append(m.from, [4]weighed{
				{top*s[1] + left, (1 - down) * (1 - along)}, {top*s[1] + right, (1 - down) * along},
				{bottom*s[1] + left, down * (1 - along)}, {bottom*s[1] + right, down * along},
			})
		}
	}
	return g.apply("enlarge", m, x, []int{height, width, s[2]}, x.operand())
}

// between returns the two pixels of a small side whose middles lie about that of
// a pixel of the large side, and how far it is on the way to the second.
func between(at, large, small int) (first, second int, way float32) {
	place := (float64(at)+0.5)*float64(small)/float64(large) - 0.5
	if place <= 0 {
		return 0, 0, 0
	}
	first = min(int(place), small-1)
	return first, min(first+1, small-1), float32(place - float64(first))
}

// weighed is a pixel before, and its share in one after.
type weighed struct {
	pixel int
	share float32
}

type enlargeMath struct {
	rows     liveRows
	channels int
	in       int          // pixels of an image before
	from     [][4]weighed // for each pixel after
}

func (m *enlargeMath) forward(in [][]float32, out []float32) {
	c := m.channels
	for r := range m.rows.n() {
		x, y := in[0][r*m.in*c:(r+1)*m.in*c], out[r*len(m.from)*c:(r+1)*len(m.from)*c]
		for p, near := range m.from {
			for k := range c {
				var sum float32
				for _, n := range near {
					sum += n.share * x[n.pixel*c+k]
				}
				y[p*c+k] = sum
			}
		}
	}
}

func (m *enlargeMath) backward(_ [][]float32, _, dout []float32, din [][]float32) {
	if din[0] == nil {
		return
	}
	c := m.channels
	clear(din[0][:m.rows.n()*m.in*c])
	for r := range m.rows.n() {
		dx, dy := din[0][r*m.in*c:(r+1)*m.in*c], dout[r*len(m.from)*c:(r+1)*len(m.from)*c]
		for p, near := range m.from {
			for _, n := range near {
				for k := range c {
					dx[n.pixel*c+k] += n.share * dy[p*c+k]
				}
			}
		}
	}
}
