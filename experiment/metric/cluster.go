package metric

import "math"

// clustered is the spread of a mean over records of which some belong together,
// such as those of one patient, and over repetitions: both are drawn, a cluster
// whole. Its variance is that between clusters and that between repetitions,
// less what both count (two-way clustering, Cameron, Gelbach and Miller 2011).
// A single repetition has the first alone.
func (x index) clustered(s sample) spread {
	k, mean := 0.0, s.mean()
	own := make([]float64, x.kin)
	byCluster, seen := make([]float64, x.kin), make([]bool, x.kin)
	n, both, between := 0.0, 0.0, 0.0
	for _, points := range s {
		if len(points) == 0 {
			continue
		}
		k++
		clear(own)
		all := 0.0
		for _, p := range points {
			c, residual := x.cluster[p.record], float64(p.value)-mean
			own[c] += residual
			all += residual
			seen[c] = true
			n++
		}
		for c, sum := range own {
			byCluster[c] += sum
			both += sum * sum
		}
		between += all * all
	}
	shared, clusters := 0.0, 0.0
	for c, sum := range byCluster {
		clusters += float64(bit(seen[c]))
		shared += sum * sum
	}
	if clusters < 2 {
		return spread{se: math.NaN(), df: math.NaN(), shared: math.NaN(), between: math.NaN()}
	}
	few := clusters / (clusters - 1) / (n * n)
	out := spread{clusters: clusters, weight: 1, few: max(1, k-1), df: clusters - 1}
	if k < 2 {
		out.shared = shared * few
		out.se = math.Sqrt(out.shared)
		return out
	}
	out.sampling = both * few
	out.shared, out.between = max(0, shared*few-out.sampling), between*k/(k-1)/(n*n)
	out.training = out.between - out.sampling
	out.se = math.Sqrt(out.shared + out.between)
	if all := out.shared + out.between; all > 0 {
		out.df = all * all / (out.between*out.between/(k-1) + out.shared*out.shared/(clusters-1))
	}
	return out
}

// byCluster lists for every unit the sum and the number of the points of each
// cluster; of single records, each point is one.
func (x index) byCluster(s sample) [][]sums {
	out := make([][]sums, len(s))
	for u, points := range s {
		at := map[int32]int{}
		for _, p := range points {
			place, known := len(out[u]), false
			if x.cluster != nil {
				if place, known = at[x.cluster[p.record]]; !known {
					place = len(out[u])
					at[x.cluster[p.record]] = place
				}
			}
			if !known {
				out[u] = append(out[u], sums{})
			}
			out[u][place].add(float64(p.value))
		}
	}
	return out
}
