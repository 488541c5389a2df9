package layout

import (
	"slices"
	"strings"
	"unicode"
)

// plain is a name without case, blanks and signs: PatientID, patient_id and
// "#Patient ID" are one.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// words is a set of plain names.
type words map[string]bool

func newWords(list string) words {
	w := words{}
	for s := range strings.FieldsSeq(list) {
		w[s] = true
	}
	return w
}

func (w words) has(name string) bool { return w[plain(name)] }

// Names by which the columns that layouts need are known. What a column means
// is decided above; here they tell one layout from another.
var (
	idNames = strings.Fields("id recordid sampleid subjectid patientid participantid caseid record sample subject patient participant case " +
		"uid uuid eid key barcode samplename imageid videoid clipid index unnamed0")
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
	partWords = newWords("train training trn test testing tst val valid validation dev development eval evaluation holdout")
)

// idColumn returns the column that names the record, by the decision or by its
// name, or -1. An empty header is what pandas and R write above row names.
func idColumn(names []string, decided, file string) int {
	if decided != "" {
		_, name, _ := strings.Cut(decided, file+":")
		for _, want := range []string{decided, name} {
			if j := slices.Index(names, want); j >= 0 && want != "" {
				return j
			}
		}
	}
	best, rank := -1, len(idNames)
	for j, name := range names {
		p := plain(name)
		if p == "" && j == 0 {
			return j
		}
		if k := slices.Index(idNames, p); k >= 0 && k < rank {
			best, rank = j, k
		}
	}
	for j, name := range names {
		if list := tokens(strings.ToLower(name)); best < 0 && len(list) > 1 && idEndings[list[len(list)-1]] {
			best = j
		}
	}
	return best
}

// idEndings end the names of columns of ids: study_uid.
var idEndings = newSet("id", "uid", "identifier", "barcode")

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
		if !partWords.has(word) {
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
