package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment/metric"
)

var _ = register(newCollect)

// collectDocument is the JSON of collect.
type collectDocument struct {
	statusDocument
	Results *resultDocument `json:"results"` // null where nothing is done
}

func newCollect(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "collect STUDY",
		Short: "Put the results of all shares together, and name what is missing",
		Long: `Put the results of all shares together, and name what is missing.

Each finished job has a folder of its own, so there is nothing to merge: collect
reads all of them, checks them, prints the results, and names every job that has
none and why. It ends with code 3 where any is missing, and with 0 where all are
there, so that scripts can wait for it.`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.unlessStopped(cmd.Context(), func(a *app) error { return a.collect(cmd.Context(), args[0]) })
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

func (a *app) collect(ctx context.Context, file string) error {
	s, outline, err := openOutline(ctx, file)
	if err != nil {
		return err
	}
	doc := collectDocument{statusDocument: newStatusDocument(s, outline)}
	found, broken := outline.Collect(s.store)
	for _, j := range broken { // what Has believes and Load does not
		if state, _ := s.state(j); state == doneState {
			return &dataset.UserError{What: "the result of job " + j.ID + " is damaged", Why: s.store.Folder(j.ID) + " is not as it was written",
				Try: "Run it again: lacuna run " + file}
		}
	}
	if len(found.Runs) > 0 {
		table, accuracy := metric.Stratify(found, metric.DefaultStrata(found)), metric.Accuracy()
		if a.json {
			results := newResultDocument(found, table, accuracy, s)
			doc.Results = &results
		} else if err := a.printResults(s, found, table, accuracy, foldedPatterns); err != nil {
			return err
		}
	}
	if a.json {
		if err := a.document(doc); err != nil {
			return err
		}
	} else {
		a.open(doc.Open)
	}
	if left := len(doc.Open); left > 0 {
		return incomplete{left, doc.Total, file}
	}
	if !a.json {
		a.say("all %s have a result", numbered(doc.Total, "job"))
	}
	return nil
}

// incomplete is the error of a collection that lacks results.
type incomplete struct {
	left, total int
	file        string
}

func (e incomplete) Error() string {
	return fmt.Sprintf("%d of %d jobs have no result yet (lacuna run %s goes on from there)", e.left, e.total, e.file)
}
