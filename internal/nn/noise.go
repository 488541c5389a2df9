package nn

import "math"

// stream is a SplitMix64 generator (Steele, Lea and Flood, OOPSLA 2014): one
// addition and one mixing for each number, so that masks and noise cost little
// and can be begun at any record.
type stream uint64

const golden = 0x9e3779b97f4a7c15

func (s *stream) next() uint64 {
	*s += golden
	z := uint64(*s)
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// float returns a number from [0, 1).
func (s *stream) float() float32 { return float32(s.next()>>40) * (1.0 / (1 << 24)) }

// branch returns an independent stream for the i-th part of a key.
func branch(key, i uint64) stream {
	s := stream(key ^ (i+1)*0xd1b54a32d192ed03)
	return stream(s.next())
}

// noise is a random input, drawn anew for every step.
type noise struct {
	tensor    Tensor
	data      []float32
	id        uint64
	low, high float32 // uniform
	coin      float32 // otherwise 1 with this probability, else 0
	normal    bool    // standard normal, in the place of both
}

// Uniform is an input of random numbers between low and high, drawn anew for
// every training step. When predicting, a record's numbers depend only on its
// index in the data and the seed.
func (g *Graph) Uniform(name string, low, high float64, width int) Tensor {
	return g.random(name, width, &noise{low: float32(low), high: float32(high), coin: -1})
}

// Bernoulli is an input of numbers that are 1 with probability p and else 0,
// drawn like those of Uniform.
func (g *Graph) Bernoulli(name string, p float64, width int) Tensor {
	return g.random(name, width, &noise{coin: float32(p)})
}

// Normal is an input of standard normal numbers, drawn like those of Uniform.
func (g *Graph) Normal(name string, width int) Tensor {
	return g.random(name, width, &noise{normal: true})
}

func (g *Graph) random(name string, width int, z *noise) Tensor {
	if width <= 0 {
		fail("random input %q needs a positive width", name)
	}
	z.tensor = g.leaf("random/"+name, g.all, []int{width})
	z.data = g.buffers[z.tensor.node]
	z.id = uint64(len(g.noises))
	g.noises = append(g.noises, z)
	return z.tensor
}

// draw fills the rows of the batch. The numbers of a row depend on the key and
// on the row's identity only.
func (z *noise) draw(key uint64, identity []int32) {
	w := z.tensor.Width()
	for i, id := range identity {
		s := branch(key+z.id*golden, uint64(id))
		row := z.data[i*w : (i+1)*w]
		if z.normal {
			s.normals(row)
			continue
		}
		for j := range row {
			row[j] = z.number(s.float())
		}
	}
}

// normals fills a row by the polar form of Box and Muller's method.
func (s *stream) normals(row []float32) {
	for j := 0; j < len(row); {
		u, v := 2*float64(s.float())-1, 2*float64(s.float())-1
		square := u*u + v*v
		if square >= 1 || square == 0 {
			continue
		}
		size := math.Sqrt(-2 * math.Log(square) / square)
		row[j] = float32(u * size)
		if j++; j < len(row) {
			row[j] = float32(v * size)
			j++
		}
	}
}

func (z *noise) number(u float32) float32 {
	if z.coin < 0 {
		return z.low + (z.high-z.low)*u
	}
	if u < z.coin {
		return 1
	}
	return 0
}
