package layout

import (
	"slices"
	"strings"
)

// words is a set of plain names.
type words map[string]bool

func newWords(list string) words {
	w := words{}
	for s := range strings.FieldsSeq(list) {
		w[s] = true
	}
	return w
}

func (w words) has(name string) bool { return w[PlainName(name)] }

// Names by which the columns that layouts need are known. What a column means
// is decided above; here they tell one layout from another.
var (
	labelNames   = newWords("label labels class classes target targets y outcome diagnosis")
	splitNames   = newWords("split splits partition subset fold set istrain istest")
	groupNames   = newWords("group groups site hospital center centre speaker batch cohort")
	featureNames = newWords("feature features featurename variable variables gene genes genename marker analyte parameter test probe protein item attribute metabolite")
	valueNames   = newWords("value values val measurement amount expression intensity result reading level abundance")
	viewNames    = newWords("view views modality modalities omic omics assay layer block datatype platform")
	timeNames    = newWords("time times days day months month years year os ostime osdays osmonths pfs pfstime dfs dfstime efs rfs survival survivaltime " +
		"survivaldays survivalmonths futime followup followuptime followupdays duration timetoevent tte daystodeath daystolastfollowup timedays timemonths timeyears t")
	eventNames = newWords("event events status death dead died deceased censor censored censoring osevent osstatus vitalstatus fustat eventobserved " +
		"pfsevent pfsstatus dfsevent dfsstatus recurrence relapse progression e")
)

// named returns the first column with one of the names, or -1.
func named(names []string, wanted words) int {
	return slices.IndexFunc(names, wanted.has)
}

// missingWords are cells that name nothing, in lower case.
var missingWords = newSet("", "-", "--", "none", "null", "nil", "nan", "na", "n/a", "n.a.", "<na>", "#n/a", "#na", "?", ".", "missing", "unknown", "no file", "empty", `\n`)

func newSet(list ...string) map[string]bool {
	s := map[string]bool{}
	for _, x := range list {
		s[x] = true
	}
	return s
}

// tokens splits a name at signs and blanks: p01_T1w-2 is p01, T1w and 2.
func tokens(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("_-. ", r) })
}

// partOf takes the word for a part of the data off the start or the end of a
// name: train_blood and blood.train are blood of train.
func partOf(name string) (part, rest string) {
	list := tokens(name)
	if len(list) == 0 {
		return "", name
	}
	for _, word := range []string{list[0], list[len(list)-1]} {
		if PartNamed(word) == "" {
			continue
		}
		if rest, ok := strings.CutPrefix(name, word); ok {
			return word, strings.TrimLeft(rest, "_-. ")
		}
		if rest, ok := strings.CutSuffix(name, word); ok {
			return word, strings.TrimRight(rest, "_-. ")
		}
	}
	return "", name
}
