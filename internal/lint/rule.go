package lint

import (
	"fmt"
	"slices"
	"strings"
)

// Finding is one breach of a rule.
type Finding struct {
	Where string // file:line, file or folder, relative to the root of the tree
	What  string // the breach, in the words of the source
	Why   string // the reason for the rule and, where it helps, the way out
}

// String returns the finding as "where: what (why)".
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s (%s)", f.Where, f.What, f.Why)
}

// Rule is one property of the house.
type Rule struct {
	Name  string // one word, also the name of its test
	Check func(*Tree) []Finding
}

// Rules returns every rule that looks at the source alone, in the order in
// which they are reported.
func Rules() []Rule {
	return []Rule{
		{"folders", topFolders},
		{"rooms", roomImports},
		{"fences", fencedImports},
		{"calls", bannedCalls},
		{"names", packageNames},
		{"files", fileNames},
		{"size", sizes},
		{"documented", documented},
		{"registered", registered},
		{"spoken", spoken},
		{"leftovers", leftovers},
		{"machine", machineTraces},
		{"packaging", packaging},
	}
}

// sorted orders findings by place, then by text, so that output is stable.
func sorted(found []Finding) []Finding {
	slices.SortFunc(found, func(a, b Finding) int {
		return strings.Compare(a.String(), b.String())
	})
	return found
}
