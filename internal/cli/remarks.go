package cli

import (
	"lacuna/dataset"
	"lacuna/project"
)

// shownRemarks is how many remarks from reading travel with every command.
const shownRemarks = 3

// remarked tells on standard error what reading found odd, the worst of it:
// a result is worth no more than its data. source is what inspect shows all of
// it for, "" for nothing.
func (a *app) remarked(r project.Remarks, source string) {
	if r.Count == 0 {
		return
	}
	a.tell("%s from reading the data", numbered(r.Count, "remark"))
	for _, p := range r.List[:min(len(r.List), shownRemarks)] {
		a.tell("  %s", p)
	}
	if more := r.Count - shownRemarks; more > 0 && source != "" {
		a.tell("  … and %d more: lacuna inspect %s shows all", more, source)
	}
}

// remarkedBriefly tells in one line how many remarks there were and the worst:
// for what only looks at data or at results that came with all of it.
func (a *app) remarkedBriefly(r project.Remarks, source string) {
	if r.Count == 0 {
		return
	}
	more := ""
	if r.Count > 1 {
		more = "; the others: lacuna inspect " + source
	}
	a.tell("%s from reading the data: %s%s", numbered(r.Count, "remark"), r.List[0], more)
}

// remarkDocument is what JSON documents say of the remarks from reading.
type remarkDocument struct {
	Count int               `json:"count"`
	List  []dataset.Problem `json:"list"` // the worst first, not always all
}

func newRemarkDocument(r project.Remarks) remarkDocument {
	return remarkDocument{r.Count, append([]dataset.Problem{}, r.List...)}
}
