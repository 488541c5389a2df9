package layout

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// PlainName is a name without case, blanks and signs: PatientID, patient_id and
// "#Patient ID" are one.
func PlainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// NameWords splits a name into its words, in lower case: "days_to.Death" and
// "daysToDeath" are days, to and death.
func NameWords(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = word[:0]
	}
	var last rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && unicode.IsLower(last):
			flush()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		last = r
	}
	flush()
	return words
}

// IDNames are the names of columns that hold ids, as PlainName writes them, the
// best first.
var IDNames = strings.Fields("id recordid sampleid samplename subjectid patientid participantid caseid imageid videoid clipid passengerid studyid " +
	"eid rid uid uuid guid mrn nhsnumber patientno patientnr patientnumber subjectno subjectnumber identifier accession accessionnumber barcode record sample subject patient participant case individual specimen key")

// idEndings end the names of columns of ids: study_uid.
var idEndings = newSet("id", "uid", "identifier", "barcode")

// IDColumns lists the columns that are called like ids, the best first. An
// empty header of the first column and "Unnamed: 0" are what pandas and R write
// above row names; they come last.
func IDColumns(names []string) []int {
	var list []int
	ranks := make([]int, len(names))
	for j, name := range names {
		if ranks[j] = idRank(name, j == 0); ranks[j] >= 0 {
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(ranks[i], ranks[j]) })
	return list
}

// idRank ranks the name of a column among those of ids; -1 is none.
func idRank(name string, first bool) int {
	p := PlainName(name)
	if k := slices.Index(IDNames, p); k >= 0 {
		return k
	}
	list := NameWords(name)
	switch {
	case len(list) > 1 && idEndings[list[len(list)-1]]:
		return len(IDNames)
	case p == "index":
		return len(IDNames) + 1
	case p == "" && first, p == "unnamed0":
		return len(IDNames) + 2
	}
	return -1
}

// idColumn returns the column that names the record, by the decision or by its
// name, or -1.
func idColumn(names []string, decided, file string) int {
	if decided != "" {
		_, name, _ := strings.Cut(decided, file+":")
		for _, want := range []string{decided, name} {
			if j := slices.Index(names, want); j >= 0 && want != "" {
				return j
			}
		}
	}
	if list := IDColumns(names); len(list) > 0 {
		return list[0]
	}
	return -1
}
