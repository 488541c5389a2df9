package sample

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// column is one measurement: its mean, its spread, and how far each trait
// moves it, in spreads.
type column struct {
	name               string
	mean, spread       float64
	digits             int
	wings, tail, voice float64
	light, wind        float64
}

// columns of the table. The first six lean to one side of a trait or two, the
// next three tell the conditions, and the last three tell nothing.
var columns = []column{
	{name: "wingspan_mm", mean: 310, spread: 40, wings: 1.05},
	{name: "flight_height_m", mean: 40, spread: 12, digits: 1, wings: 0.7},
	{name: "weight_g", mean: 85, spread: 14, digits: 1, tail: -1.0},
	{name: "tail_mm", mean: 96, spread: 15, tail: 0.75},
	{name: "bill_mm", mean: 21, spread: 3, digits: 1, voice: 1.05},
	{name: "flock_size", mean: 14, spread: 5, voice: 0.65},
	{name: "light_lux", mean: 5200, spread: 1500, light: 2},
	{name: "wind_m_s", mean: 6, spread: 2, digits: 1, wind: 2},
	{name: "temperature_c", mean: 14, spread: 4, digits: 1, light: 1},
	{name: "humidity_pct", mean: 65, spread: 9},
	{name: "altitude_m", mean: 320, spread: 70},
	{name: "distance_m", mean: 30, spread: 8, digits: 1},
}

// value draws the measurement of a bird.
func (c column) value(b bird, r *rand.Rand) float64 {
	z := r.NormFloat64() + c.wings*side(b.wings) + c.tail*side(b.tail) + c.voice*side(b.voice)
	if c.light != 0 || c.wind != 0 {
		z = 0.3*z + c.light*b.light + c.wind*b.wind
	}
	return max(0, c.mean+c.spread*z)
}

func side(b bool) float64 {
	if b {
		return 1
	}
	return -1
}

// tableCSV writes the measurements of the birds whose table is there. A few
// cells, more of them where a bird was far or heavy to weigh, are empty.
func tableCSV(list []bird, gone []map[modality]bool) []byte {
	var out bytes.Buffer
	out.WriteString("id")
	for _, c := range columns {
		out.WriteString("," + c.name)
	}
	out.WriteByte('\n')
	for i, b := range list {
		if gone[i][tableModality] {
			continue
		}
		r := b.seed.Child("table").Rand()
		out.WriteString(b.id)
		for j, c := range columns {
			x := c.value(b, r)
			if blank := r.Float64(); j < 6 && blank < 0.04 {
				out.WriteByte(',')
				continue
			}
			fmt.Fprintf(&out, ",%.*f", c.digits, x)
		}
		out.WriteByte('\n')
	}
	return out.Bytes()
}

func labelsCSV(list []bird) []byte {
	var out bytes.Buffer
	out.WriteString("id,label,site\n")
	for _, b := range list {
		fmt.Fprintf(&out, "%s,%s,%s\n", b.id, kinds[b.kind], sites[b.site])
	}
	return out.Bytes()
}
