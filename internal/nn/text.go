package nn

import "lacuna/internal/kernel"

// Embedding turns rows of words into a learned vector for each: x holds the
// numbers of words from 0 up to, not including, vocabulary; a negative number
// is padding and gives 0. The result is an image of height 1, as many pixels
// wide as x, for Conv2D. The vectors are name/W.
func (g *Graph) Embedding(name string, vocabulary, width int, x Tensor) Tensor {
	return g.embedding(name, vocabulary, []int{1, x.Width(), width}, x, false)
}

// EmbeddingBag is the mean of the learned vectors of a row's words, as in
// Embedding; 0 for a row of padding.
func (g *Graph) EmbeddingBag(name string, vocabulary, width int, x Tensor) Tensor {
	return g.embedding(name, vocabulary, []int{width}, x, true)
}

func (g *Graph) embedding(name string, vocabulary int, shape []int, x Tensor, bag bool) Tensor {
	width := shape[len(shape)-1]
	if vocabulary <= 0 || width <= 0 || x.grad {
		fail("embedding %q needs a vocabulary, a width and an input of word numbers", name)
	}
	m := &embeddingMath{name: name, rows: x.live(), words: x.Width(), width: width, vocabulary: vocabulary, bag: bag}
	return g.apply("embedding", m, x, shape, x.operand(), g.weight(name+"/W", vocabulary, width, Normal(0.1)))
}

type embeddingMath struct {
	name                     string
	rows                     liveRows
	words, width, vocabulary int
	bag                      bool
}

// eachWord calls f for each word of each row with the place of its vector and
// of its share of the result, and its weight there.
func (m *embeddingMath) eachWord(x []float32, f func(vector, result int, weight float32)) {
	for r := range m.rows.n() {
		row := x[r*m.words : (r+1)*m.words]
		weight := float32(1)
		if m.bag {
			weight = 1 / float32(max(1, countWords(row)))
		}
		for i, v := range row {
			if v < 0 {
				continue
			}
			if int(v) >= m.vocabulary {
				fail("embedding %q: word %v is beyond the vocabulary of %d", m.name, v, m.vocabulary)
			}
			result := r
			if !m.bag {
				result = r*m.words + i
			}
			f(int(v)*m.width, result*m.width, weight)
		}
	}
}

func countWords(row []float32) int {
	n := 0
	for _, v := range row {
		if v >= 0 {
			n++
		}
	}
	return n
}

func (m *embeddingMath) forward(in [][]float32, out []float32) {
	size := m.rows.n() * m.width
	if !m.bag {
		size *= m.words
	}
	clear(out[:size])
	m.eachWord(in[0], func(vector, result int, weight float32) {
		kernel.Axpy(weight, in[1][vector:vector+m.width], out[result:result+m.width])
	})
}

func (m *embeddingMath) backward(in [][]float32, _, dout []float32, din [][]float32) {
	if din[1] == nil {
		return
	}
	clear(din[1])
	m.eachWord(in[0], func(vector, result int, weight float32) {
		kernel.Axpy(weight, dout[result:result+m.width], din[1][vector:vector+m.width])
	})
}
