package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/experiment/result"
)

// common is the part of a job's identity that all jobs of a split share: it
// names every row, so that it is by far the longest, and is hashed once.
type common struct{ state hash.Cloner }

// commonOf begins the identities of the jobs of a split.
func commonOf(version int, data, mask string, split dataset.Split) common {
	text := encoded(struct {
		Version                 int
		Data, Mask              string
		Train, Validation, Test []int
	}{version, data, mask, split.Train, split.Validation, split.Test})
	h := sha256.New()
	_, _ = h.Write(text[:len(text)-1]) // a hash takes everything; the object goes on
	state, ok := h.(hash.Cloner)
	if !ok {
		panic("experiment: SHA-256 cannot be cloned, as it can since Go 1.25")
	}
	return common{state}
}

// of returns the SHA-256 of everything that can change a job's result.
func (c common) of(j Job) string {
	text := encoded(struct {
		Method               Method
		Seed, Fold           int
		Root                 uint64
		MaskedComplete       bool
		Candidates           []map[string]string `json:",omitempty"`
		Features             feature.Options     `json:",omitzero"`
		Arithmetic, Imported string              `json:",omitempty"`
		Tests                []Test              `json:",omitempty"`
		Imputations          int                 `json:",omitempty"`
		Shift                result.Shift        `json:",omitzero"`
	}{j.Method, j.Seed, j.Fold, j.Root, j.MaskedComplete, j.Candidates, j.Features, j.Arithmetic, j.Imported, j.Tests, j.Imputations, j.Shift})
	text[0] = ','
	h, err := c.state.Clone()
	if err != nil { // a state of the standard library
		panic(err)
	}
	_, _ = h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

// identity is that of a job by itself.
func identity(version int, data, mask string, j Job) string {
	return commonOf(version, data, mask, j.Split).of(j)
}

func encoded(x any) []byte {
	text, err := json.Marshal(x)
	if err != nil { // plain numbers and strings always encode
		panic(err)
	}
	return text
}
