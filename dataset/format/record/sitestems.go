package record

import (
	"regexp"
	"strings"
	"unicode"
)

// siteGroup is the group of what ids begin with where it names sites.
const siteGroup = "site"

var (
	siteStem = regexp.MustCompile(`(?i)^(?:site|centre|center|hospital|hosp|clinic|ward|lab|station|city|country|region|campus|uni)[-_ ]?[a-z0-9]{0,12}$`)
	// plainMark is what may number subjects as well as visits: a number, alone or
	// behind one letter.
	plainMark = regexp.MustCompile(`^(?i:[srtxmdyfwpn]?)[-_ ]?\d{1,4}$`)
	padded    = regexp.MustCompile(`^\D*0\d+$`)
)

// areSites says whether what ids begin with names sites rather than subjects:
// UCL_01, hosp2-014, 03-007. Sites are called so, or their names are letters or
// numbers before many numbers, and each has several subjects.
func areSites(ids []string, members map[string][]int) bool {
	const several, many = 5, 10
	if all(members, func(stem string) bool { return siteStem.MatchString(stem) }) {
		return true
	}
	zeros := 0
	for stem, list := range members {
		for _, i := range list {
			mark := strings.TrimLeft(ids[i][min(len(stem), len(ids[i])):], "-_. ")
			if !strings.HasPrefix(ids[i], stem) || !plainMark.MatchString(mark) {
				return false
			}
			if padded.MatchString(mark) {
				zeros++
			}
		}
	}
	each := len(ids) / len(members)
	letters := all(members, func(stem string) bool { return !strings.ContainsFunc(stem, unicode.IsDigit) })
	short := all(members, func(stem string) bool { return len(stem) <= 3 })
	return letters && each >= several || letters && zeros > 0 && each > 2 || short && zeros > 0 && each >= many
}

// all says whether something holds for every stem.
func all(members map[string][]int, holds func(stem string) bool) bool {
	for stem := range members {
		if !holds(stem) {
			return false
		}
	}
	return true
}
