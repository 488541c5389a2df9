package sample

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"slices"

	"lacuna/internal/rng"
)

// Records is the number of records of the sample.
const Records = 600

// seed is the root of the embedded sample.
const seed = 7

// File is one file of the sample.
type File struct {
	Name string // with slashes
	Data []byte
}

// kinds of birds; the bits of the index are the sides of the traits.
var kinds = [8]string{"finch", "heron", "kite", "lark", "plover", "shrike", "tern", "wren"}

// sites in the order of their share.
var sites = [3]string{"forest", "coast", "hills"}

// bird is what is true of a record, before anything is observed.
type bird struct {
	id    string
	kind  int
	wings bool // spread or folded
	tail  bool // long or short; its voice is high or low
	voice bool // rich or pure; it flocks or is alone

	site        int
	light, wind float64 // −1…1, roughly
	seed        rng.Seed
}

// birds draws the records: every kind as often as the others, in random order.
func birds(root rng.Seed) []bird {
	r := root.Child("birds").Rand()
	order := r.Perm(Records)
	list := make([]bird, Records)
	for i := range list {
		k := order[i] % len(kinds)
		id := fmt.Sprintf("s%03d", i+1)
		b := bird{id: id, kind: k, wings: k&1 != 0, tail: k&2 != 0, voice: k&4 != 0, seed: root.Child(id)}
		conditions := b.seed.Child("conditions").Rand()
		b.site = pickSite(conditions)
		b.light = conditions.NormFloat64() / 2
		b.wind = conditions.NormFloat64() / 2
		list[i] = b
	}
	return list
}

func pickSite(r *rand.Rand) int {
	switch x := r.Float64(); {
	case x < 0.4:
		return 0
	case x < 0.75:
		return 1
	}
	return 2
}

// Generate makes the files of the sample from a seed, sorted by name.
func Generate(root rng.Seed) ([]File, error) {
	list := birds(root)
	gone := absences(list)
	spoils := spoiledFiles(root, list, gone)
	files := []File{
		{"README.txt", []byte(readme)},
		{"labels.csv", labelsCSV(list)},
		{"table.csv", tableCSV(list, gone)},
	}
	for i, b := range list {
		media, err := b.media()
		if err != nil {
			return nil, err
		}
		for m, f := range media {
			if gone[i][m] {
				continue
			}
			if spoil, ok := spoils[f.Name]; ok {
				f.Data = spoil(f.Data)
			}
			files = append(files, f)
		}
	}
	slices.SortFunc(files, func(a, b File) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	return files, nil
}

// media makes the image, the call and the note of a bird.
func (b bird) media() (map[modality]File, error) {
	image, err := b.image()
	if err != nil {
		return nil, err
	}
	return map[modality]File{
		imageModality: {"image/" + b.id + ".png", image},
		audioModality: {"audio/" + b.id + ".wav", b.call()},
		textModality:  {"text/" + b.id + ".txt", []byte(b.note() + "\n")},
	}, nil
}

// pack makes the archive that is embedded: a zip file of uncompressed files,
// compressed as a whole, since the files are small and alike.
func pack(files []File) ([]byte, error) {
	var packed bytes.Buffer
	squeeze, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	z := zip.NewWriter(squeeze)
	for _, f := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.Data); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	if err := squeeze.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

const readme = `The sample dataset of Lacuna
============================

600 made-up sightings of birds of eight kinds, at three sites.

table.csv    twelve measurements per sighting; some cells are missing
image/       a photograph of 16x16 pixels (PNG)
audio/       half a second of its call (WAV, 8 kHz)
text/        what the observer noted (TXT)
labels.csv   the kind of bird, and the site

No modality alone tells all kinds apart; two together do. Photographs are
missing in poor light and in the forest, calls and notes together in strong
wind, calls at the noisy coast, tables from the hills. Eight files cannot be
read, on purpose.

All of it was drawn from a seed: no bird was observed. Public domain (CC0).
`
