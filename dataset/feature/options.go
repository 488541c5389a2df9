package feature

import (
	"slices"
	"strconv"
	"strings"

	"lacuna/internal/say"
)

// Options say how what was observed becomes features. The zero value is how it
// is done where nobody says anything else.
type Options struct {
	// Scaling is how the columns of tables are brought to one size: Standard,
	// Robust or MinMax.
	Scaling string `json:"scaling,omitempty"`
	// Categories is what becomes of words: OneHot or Ordinal.
	Categories string `json:"categories,omitempty"`
	// Texts is how texts become numbers: TFIDF or Hashed.
	Texts string `json:"texts,omitempty"`
	// Images is what is taken of images: Auto leaves the choice to whoever knows
	// the method, and is Pixels for Fit; Pixels; or HOG.
	Images string `json:"images,omitempty"`
	// PCA is the number of principal components that a modality with more
	// columns is reduced to; 0 leaves all as they are.
	PCA int `json:"pca,omitempty"`
}

// The values of Options. The first of each is what "" means.
const (
	Standard = "standard" // mean 0, standard deviation 1
	Robust   = "robust"   // median 0, interquartile range 1
	MinMax   = "minmax"   // from 0 to 1

	OneHot  = "onehot"  // a 0/1 column for every level
	Ordinal = "ordinal" // the number of the level

	TFIDF  = "tfidf"  // weights of the words of the training texts
	Hashed = "hashed" // all words, dealt out to a fixed number of columns

	Auto   = "auto" // pixels for convolutions, HOG for methods that take vectors
	Pixels = "pixels"
	HOG    = "hog" // histograms of oriented gradients
)

// choice is one option that is a word.
type choice struct {
	key    string
	values []string
	field  func(o *Options) *string
}

var choices = []choice{
	{"scaling", []string{Standard, Robust, MinMax}, func(o *Options) *string { return &o.Scaling }},
	{"categories", []string{OneHot, Ordinal}, func(o *Options) *string { return &o.Categories }},
	{"texts", []string{TFIDF, Hashed}, func(o *Options) *string { return &o.Texts }},
	{"images", []string{Auto, Pixels, HOG}, func(o *Options) *string { return &o.Images }},
}

// Usage lists the options in one line, the value that holds where nothing is
// said first.
func Usage() string {
	var parts []string
	for _, c := range choices {
		parts = append(parts, c.key+"="+strings.Join(c.values, "|"))
	}
	return strings.Join(append(parts, "pca=COMPONENTS"), ", ")
}

// Set changes one option. Saying what holds anyway leaves the zero value.
func (o *Options) Set(key, value string) error {
	if key == "pca" {
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 {
			return say.Errorf("pca=%s: write the number of components, as in pca=20", value)
		}
		o.PCA = n
		return nil
	}
	at := slices.IndexFunc(choices, func(c choice) bool { return c.key == key })
	if at < 0 {
		return say.Errorf("no feature option %q; there are %s", key, Usage())
	}
	c := choices[at]
	switch slices.Index(c.values, value) {
	case -1:
		return say.Errorf("%s=%s is none of %s", key, value, strings.Join(c.values, ", "))
	case 0:
		value = ""
	}
	*c.field(o) = value
	return nil
}

// Check reports a value that no option has, as in a file that somebody edited.
func (o Options) Check() error {
	for _, c := range choices {
		if v := *c.field(&o); v != "" && !slices.Contains(c.values, v) {
			return say.Errorf("features: %s=%s is none of %s", c.key, v, strings.Join(c.values, ", "))
		}
	}
	if o.PCA < 0 {
		return say.Errorf("features: pca=%d: the number of components is 0 or more", o.PCA)
	}
	return nil
}
