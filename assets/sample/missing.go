package sample

import (
	"bytes"
	"math"

	"lacuna/internal/rng"
)

// modality of the sample.
type modality int

const (
	tableModality modality = iota
	imageModality
	audioModality
	textModality
)

// gap is one way to be incomplete, and how likely it is: the logarithm of its
// odds against being complete, as a function of the conditions.
type gap struct {
	lacks []modality
	odds  func(b bird) float64
}

var gaps = []gap{
	{[]modality{imageModality}, func(b bird) float64 { return -1.85 - 2*b.light + 0.9*at(b, "forest") }},
	{[]modality{audioModality, textModality}, func(b bird) float64 { return -2.5 + 3*b.wind }},
	{[]modality{audioModality}, func(b bird) float64 { return -3.0 + 1.3*at(b, "coast") }},
	{[]modality{textModality}, func(bird) float64 { return -2.6 }},
	{[]modality{tableModality}, func(b bird) float64 { return -3.4 + 2.2*at(b, "hills") }},
	{[]modality{imageModality, audioModality, textModality}, func(b bird) float64 { return -3.1 - 2*b.light + 2*b.wind }},
}

func at(b bird, site string) float64 {
	if sites[b.site] == site {
		return 1
	}
	return 0
}

// absences draws what each record lacks. It depends on the site, the light and
// the wind, which are recorded, and on nothing else: missing at random.
func absences(list []bird) []map[modality]bool {
	gone := make([]map[modality]bool, len(list))
	for i, b := range list {
		gone[i] = map[modality]bool{}
		weights, total := make([]float64, len(gaps)), 1.0 // 1 for being complete
		for g := range gaps {
			weights[g] = math.Exp(gaps[g].odds(b))
			total += weights[g]
		}
		x := total*b.seed.Child("absence").Rand().Float64() - 1
		for g := 0; g < len(gaps) && x >= 0; g++ {
			if x < weights[g] {
				for _, m := range gaps[g].lacks {
					gone[i][m] = true
				}
			}
			x -= weights[g]
		}
	}
	return gone
}

// spoilers break a file, each in another way.
var spoilers = []struct {
	folder, extension string
	modality          modality
	spoil             func([]byte) []byte
}{
	{"image/", ".png", imageModality, func(b []byte) []byte { return b[:len(b)/2] }},
	{"image/", ".png", imageModality, func([]byte) []byte { return nil }},
	{"image/", ".png", imageModality, func(b []byte) []byte { return bytes.Replace(b, []byte("PNG"), []byte("BMP"), 1) }},
	{"audio/", ".wav", audioModality, func([]byte) []byte { return nil }},
	{"audio/", ".wav", audioModality, func(b []byte) []byte { return b[:len(b)/3] }},
	{"audio/", ".wav", audioModality, func(b []byte) []byte { return bytes.Replace(b, []byte("RIFF"), []byte("JUNK"), 1) }},
	{"audio/", ".wav", audioModality, func(b []byte) []byte { return append(bytes.Clone(b[:24]), append(make([]byte, 4), b[28:]...)...) }},
	{"text/", ".txt", textModality, func([]byte) []byte { return nil }},
}

// spoiledFiles picks files of complete records to break, and says how.
func spoiledFiles(root rng.Seed, list []bird, gone []map[modality]bool) map[string]func([]byte) []byte {
	order := root.Child("spoiled").Rand().Perm(len(list))
	spoils := map[string]func([]byte) []byte{}
	for _, i := range order {
		if len(gone[i]) == 0 && len(spoils) < len(spoilers) {
			s := spoilers[len(spoils)]
			spoils[s.folder+list[i].id+s.extension] = s.spoil
		}
	}
	return spoils
}
