package result

import (
	"regexp"
	"strconv"

	"lacuna/internal/say"
)

// hiding takes apart what is stored of a mask: mechanism, what the rate is of, the
// rate, the modality, what it depends on, how strongly.
var hiding = regexp.MustCompile(`^(mcar|mar|mnar|label|group|block)( cell| modality| record)?(?: ([0-9.e+-]+))?(?: of (.+?))?(?: by (.+?))?(?: strength ([0-9.e+-]+))?$`)

// numbers finds single numbers that are hidden, beside modalities or alone.
var numbers = regexp.MustCompile(`^(?:(.+), )?cells ([0-9.e+-]+)$`)

// HidingWords says in plain words what a sweep, a training or a score of imputers
// stores under a short name, with a rate or, of a curve over rates, without: of "mcar
// cell 0.3" that 30 % of modalities are missing at random. What it does not know stays
// as it is stored.
func HidingWords(stored string) string {
	if parts := numbers.FindStringSubmatch(stored); parts != nil {
		words := say.Form("%s of single numbers", ofHundred(parts[2]))
		if parts[1] != "" {
			words = say.Form("%s, and %s", HidingWords(parts[1]), words)
		}
		return words
	}
	parts := hiding.FindStringSubmatch(stored)
	switch {
	case stored == "natural":
		return say.Text("the records as they are")
	case parts == nil:
		return say.Again(stored)
	}
	mechanism, kind, of, by, strength := parts[1], parts[2], parts[4], parts[5], parts[6]
	how := hidingHow(mechanism, by)
	if strength != "" {
		how = say.Form("%s, strength %s", how, strength)
	}
	if parts[3] == "" {
		return hidingCurve(kind, of, how)
	}
	return hidingShare(ofHundred(parts[3]), kind, of, how)
}

// ofHundred writes a rate as a percentage; what is no number, as it stands.
func ofHundred(rate string) string {
	x, err := strconv.ParseFloat(rate, 64)
	if err != nil {
		return rate
	}
	return strconv.FormatFloat(100*x, 'g', 6, 64) + "\u00a0%"
}

// hidingShare says what share is missing, and how.
func hidingShare(share, kind, of, how string) string {
	switch {
	case of != "":
		return say.Form("%s of %s missing %s", share, of, how)
	case kind == " cell":
		return say.Form("%s of modalities missing %s", share, how)
	case kind == " record":
		return say.Form("%s of records incomplete %s", share, how)
	}
	return say.Form("%s of each modality missing %s", share, how)
}

// hidingCurve says what is missing more and more, and how.
func hidingCurve(kind, of, how string) string {
	switch {
	case of != "":
		return say.Form("%s missing %s", of, how)
	case kind == " cell":
		return say.Form("modalities missing %s", how)
	case kind == " record":
		return say.Form("records incomplete %s", how)
	}
	return say.Form("each modality missing %s", how)
}

// hidingHow says what it depends on which are missing.
func hidingHow(mechanism, by string) string {
	switch {
	case mechanism == "mcar":
		return say.Text("at random")
	case mechanism == "mnar":
		return say.Text("depending on what is hidden")
	case mechanism == "label":
		return say.Text("depending on the class")
	case mechanism == "block":
		return say.Text("in a run of records")
	case by == "" && mechanism == "mar":
		return say.Text("depending on another modality")
	case by == "":
		return say.Text("depending on a column")
	}
	return say.Form("depending on %s", by)
}
