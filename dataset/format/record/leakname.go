package record

import (
	"slices"
	"strings"

	"lacuna/dataset/format/layout"
)

// Names that people give to what is to be told, and what they add to them for
// other forms of the same. A twin is a name of either kind with an addition
// ("label_T", "target_str", "y_true").
var (
	targetNames = set("label labels target targets outcome outcomes annotation annotations y gt groundtruth diagnosis dx")
	twinEndings = set("name names id ids idx index code codes num number numeric int str string text word desc description " +
		"bin binary bool cat category categorical class classes enc encoded encoding onehot onehotencoded raw orig original true truth gold " +
		"pred predicted prediction hat prob proba probability score t a v m l days day date time month months year years " +
		"short long full de en fr es 0 1 2 3 fine coarse level group type value new old clean mapped remapped factor")
	letterEndings = set("true pred predicted hat prob proba label class name code binary bin str")
	twinNames     = set("annotation annotations groundtruth gt ytrue ypred yhat gold goldlabel truelabel truth " +
		"prediction predictions predicted predictedlabel predictedclass labelname classname targetname labelid classid targetid labelidx classidx labelcode")
)

func set(words string) map[string]bool {
	s := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		s[w] = true
	}
	return s
}

// twins returns the columns that are the label once more by their names. The
// label's own column is none.
func twins(names []string, label string) []int {
	if label == "" {
		return nil
	}
	of := layout.NameWords(label)
	var found []int
	for j, name := range names {
		if !strings.EqualFold(name, label) && twinName(layout.NameWords(name), of) {
			found = append(found, j)
		}
	}
	return found
}

func twinName(words, label []string) bool {
	if len(words) == 0 {
		return false
	}
	if twinNames[strings.Join(words, "")] {
		return true
	}
	rest, ok := cutWords(words, label)
	if !ok && targetNames[words[0]] {
		rest, ok = words[1:], true
	}
	if !ok || len(rest) == 0 || len(rest) > 2 {
		return false
	}
	endings := twinEndings
	if len(words[0]) == 1 {
		endings = letterEndings // y_1 may stand beside x_1
	}
	return !slices.ContainsFunc(rest, func(w string) bool { return !endings[w] })
}

func cutWords(words, prefix []string) (rest []string, ok bool) {
	if len(prefix) == 0 || len(words) < len(prefix) || !slices.Equal(words[:len(prefix)], prefix) {
		return nil, false
	}
	return words[len(prefix):], true
}
