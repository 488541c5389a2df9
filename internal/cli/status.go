package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/project"
)

var _ = register(newStatus)

// statusDocument is the JSON of status.
type statusDocument struct {
	Study   string        `json:"study"`
	Total   int           `json:"total"`
	Done    int           `json:"done"`
	Running int           `json:"running"`
	Failed  int           `json:"failed"`
	Missing int           `json:"missing"` // neither done nor running nor failed
	Methods []methodState `json:"methods"`
	Open    []planEntry   `json:"open"` // all jobs without a result
}

type methodState struct {
	Name  string `json:"name"`
	Total int    `json:"total"`
	Done  int    `json:"done"`
}

func newStatus(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "status STUDY",
		Short: "Say how many jobs of a project are done, running, failed and missing",
		Long: `Say how many jobs of a project are done, running, failed and missing.

The run folders are looked at, not a scheduler; the data are not read where a plan
was written down by run, plan or slurm. A job that was begun by a program which is
no more counts as missing. The code is 0, whatever is missing.`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, outline, err := openOutline(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if earlier, n := s.earlier(); n > outline.Finished(s.store) {
				a.tell("%v", s.ofEarlier(earlier, n))
			}
			return a.status(newStatusDocument(s, outline))
		},
	}
	a.jsonFlag(cmd)
	return cmd
}

// openOutline opens a project with its plan: that which was written down, or one
// made with the data. A mask file may have changed since, and another version
// may plan otherwise; then the data are read.
func openOutline(ctx context.Context, file string) (*study, experiment.Outline, error) {
	s, p, err := openProject(file)
	if err != nil {
		return nil, experiment.Outline{}, err
	}
	kept, lost := s.store.Outline(s.spec, p.Dataset.SHA256)
	if lost == nil && kept.Version == experiment.Version && s.spec.Mask.File == "" {
		return s, kept, nil
	}
	if err := s.read(ctx, p); err != nil {
		if lost == nil && ctx.Err() == nil {
			return s, kept, nil
		}
		return nil, kept, err
	}
	outline, err := s.planned(ctx)
	return s, outline, err
}

func newStatusDocument(s *study, o experiment.Outline) statusDocument {
	doc := statusDocument{Study: s.file, Open: []planEntry{}}
	all := newPlanDocument(s, o, experiment.Shard{})
	doc.Total, doc.Done = all.Total, all.Done
	at := map[string]int{}
	for _, e := range all.Jobs {
		k, known := at[e.Method]
		if !known {
			k = len(doc.Methods)
			at[e.Method] = k
			doc.Methods = append(doc.Methods, methodState{Name: e.Method})
		}
		doc.Methods[k].Total++
		switch e.State {
		case doneState:
			doc.Methods[k].Done++
			continue
		case string(project.Running):
			doc.Running++
		case string(project.Failed):
			doc.Failed++
		default:
			doc.Missing++
		}
		doc.Open = append(doc.Open, e)
	}
	return doc
}

func (a *app) status(doc statusDocument) error {
	if a.json {
		return a.document(doc)
	}
	a.say("%d of %s done, %d running, %d failed, %d missing", doc.Done, numbered(doc.Total, "job"), doc.Running, doc.Failed, doc.Missing)
	rows := [][]string{{"method", "done", "of"}}
	for _, m := range doc.Methods {
		rows = append(rows, []string{m.Name, fmt.Sprint(m.Done), fmt.Sprint(m.Total)})
	}
	a.table(rows)
	a.open(doc.Open)
	return nil
}

// mostOpen bounds the jobs that are named for people; --json names all.
const mostOpen = 20

// open names jobs without a result, those that failed first.
func (a *app) open(list []planEntry) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(x, y planEntry) int { return order(x) - order(y) })
	for _, e := range list[:min(len(list), mostOpen)] {
		text := fmt.Sprintf("%s: %s, seed %d, %s", e.State, e.Method, e.Seed, e.Split)
		if e.Why != "" {
			text += ": " + e.Why
		}
		a.say("%s", text)
	}
	if more := len(list) - mostOpen; more > 0 {
		a.say("and %d more (--json names all)", more)
	}
}

func order(e planEntry) int {
	return slices.Index([]string{string(project.Failed), string(project.Running), string(project.Waiting)}, e.State)
}
