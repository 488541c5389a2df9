package table

import (
	"slices"
	"strings"
)

// Names of rows in tables whose records are columns, and of lines under a
// header that are no rows of anything.
var (
	recordRows = strings.Fields("label labels class classes target group groups outcome diagnosis batch site sex gender condition status cohort treatment tissue subtype response split")
	aboutRows  = strings.Fields("unit units einheit einheiten type dtype id sample subject patient record case name")
)

// rowOfRecords says whether the line under the header says something of records
// that are columns, such as their classes: it has a name, its words come again,
// and the columns are called like ids.
func rowOfRecords(names, row []string) bool {
	const few = 4
	name := strings.ToLower(row[0])
	if len(names) <= few || name == "" || slices.Contains(aboutRows, name) {
		return false
	}
	different, filled := map[string]bool{}, 0
	for _, cell := range row[1:] {
		if numberish(cell) || strings.ContainsAny(cell, "/%^") {
			return false
		}
		if cell != "" {
			filled++
			different[cell] = true
		}
	}
	if len(different) < 2 || 2*len(different) > filled {
		return false
	}
	all := len(row) - 1
	return 2*filled > all && slices.Contains(recordRows, name) || 10*filled >= 9*all && LookLikeIDs(names[1:])
}

// LookLikeIDs says whether nearly all names are made alike of letters, digits
// and signs, as p01 and S-12 are.
func LookLikeIDs(names []string) bool {
	shapes, most := map[string]int{}, 0
	for _, name := range names {
		if s := shape(name); strings.Contains(s, "0") {
			shapes[s]++
			most = max(most, shapes[s])
		}
	}
	return len(names) > 0 && 10*most >= 9*len(names)
}
