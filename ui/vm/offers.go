package vm

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Offer is a decision that a remark names, such as to join ids.
type Offer struct {
	Title string // "Join ids: case"
	key   string
	value string
}

// offered finds a decision as remarks write it: a flag of the command line.
var offered = regexp.MustCompile(`--(reader|label|id|split-column|group|missing|keep|drop|feature|join|kind) ('[^']+'|[^\s;,]+)`)

// offerTitles are the beginnings of titles by the flag that a remark names.
var offerTitles = map[string]string{
	"reader": "Read as ", "label": "Label: ", "id": "Record id: ", "split-column": "Split: ", "group": "Group: ", "missing": "Missing: ",
	"keep": "No code: ", "drop": "Leave out ", "feature": "Keep ", "join": "Join ids: ", "kind": "Kind: ",
}

// OfferOf returns the first decision that a remark offers and that has not
// been taken.
func (o *Opening) OfferOf(p dataset.Problem) (Offer, bool) {
	return o.offerIn(p.Done)
}

// OfferOfError returns the decision that an error offers.
func (o *Opening) OfferOfError() (Offer, bool) {
	if o.err == nil {
		return Offer{}, false
	}
	return o.offerIn(o.err.Error())
}

func (o *Opening) offerIn(words string) (Offer, bool) {
	for _, m := range offered.FindAllStringSubmatch(words, -1) {
		key, value := m[1], strings.TrimRight(strings.Trim(m[2], "'"), ".:)")
		switch key {
		case "split-column":
			key = "split"
		case "group":
			key = "groups"
		case "kind":
			key = "kinds"
		}
		if value == "" || placeholder(value) { // any column
			continue
		}
		if at := slices.IndexFunc(decisionList, func(q decision) bool { return q.key == key }); !o.holds(decisionList[at], value) {
			return Offer{say.Text(offerTitles[m[1]]) + value, key, value}, true
		}
	}
	return Offer{}, false
}

// holds says whether a decision has been taken.
func (o *Opening) holds(q decision, value string) bool {
	words, err := splitWords(q.get(&o.asked))
	return q.get(&o.asked) == value || err == nil && slices.Contains(words, value)
}

// Accept takes a decision that was offered.
func (o *Opening) Accept(ctx context.Context, offer Offer) error {
	text := offer.value
	if at := slices.IndexFunc(decisionList, func(q decision) bool { return q.key == offer.key }); decisionList[at].options == nil {
		words, err := splitWords(decisionList[at].get(&o.asked))
		if err != nil {
			return err
		}
		text = joinWords(append(words, offer.value))
	}
	return o.Set(ctx, offer.key, text)
}
