package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"lacuna/experiment"
	"lacuna/project"
)

var _ = register(newPlan)

// planDocument is the JSON of plan.
type planDocument struct {
	Study string      `json:"study"`
	Total int         `json:"total"` // jobs of the whole comparison
	Done  int         `json:"done"`  // of those listed
	Jobs  []planEntry `json:"jobs"`
}

// planEntry is one job. State is done, running, failed or missing.
type planEntry struct {
	Index    int    `json:"index"` // place in the plan
	Job      string `json:"job"`
	Method   string `json:"method"`
	Seed     int    `json:"seed"`
	Fold     int    `json:"fold"`
	Split    string `json:"split"`
	Training string `json:"training,omitempty"`
	State    string `json:"state"`
	Why      string `json:"why,omitempty"` // it failed, or where it runs
}

// doneState is the state of a job that has a result.
const doneState = "done"

func newPlan(a *app) *cobra.Command {
	share := ""
	cmd := &cobra.Command{
		Use:   "plan STUDY",
		Short: "List the jobs of a project and their ids, in a fixed order",
		Long: `List the jobs of a project and their ids, in a fixed order.

The order and the ids are the same on every machine of the same arithmetic. With
--shard only those of one share. Nothing is run; what the plan is made of is
written down beside the runs, where that is allowed, so that status and results
do without the data.`,
		Args: exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			shard, err := parseShard(share, os.Getenv)
			if err != nil {
				return usageError{err}
			}
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			outline, err := s.planned(cmd.Context())
			if err != nil {
				return err
			}
			return a.plan(newPlanDocument(s, outline, shard))
		},
	}
	a.jsonFlag(cmd)
	cmd.Flags().StringVar(&share, "shard", "", "only the jobs of one share, such as 0/4")
	return cmd
}

// planned plans with the data and writes the plan down. Where it cannot be written,
// as in a folder of somebody else's, it is made again the next time: to look needs
// no writing.
func (s *study) planned(ctx context.Context) (experiment.Outline, error) {
	jobs, err := experiment.Plan(s.data, s.spec, s.masks(ctx))
	if err != nil {
		return experiment.Outline{}, err
	}
	outline := experiment.OutlineOf(s.data, jobs)
	_ = s.store.SaveOutline(s.spec, outline)
	return outline, nil
}

func newPlanDocument(s *study, o experiment.Outline, shard experiment.Shard) planDocument {
	doc := planDocument{Study: s.file, Total: len(o.Jobs), Jobs: []planEntry{}}
	for _, i := range shard.Places(o.Labels()) {
		j := o.Jobs[i]
		e := planEntry{Index: i, Job: j.ID, Method: j.Label, Seed: j.Seed, Fold: j.Fold, Split: j.Split, Training: j.Training}
		if e.State, e.Why = s.state(j); e.State == doneState {
			doc.Done++
		}
		doc.Jobs = append(doc.Jobs, e)
	}
	return doc
}

// state is what has become of a job.
func (s *study) state(j experiment.OutlinedJob) (state, why string) {
	if _, ok := j.Done(s.store); ok {
		return doneState, ""
	}
	known, why := s.store.State(j.ID)
	return string(known), why
}

func (a *app) plan(doc planDocument) error {
	if a.json {
		return a.document(doc)
	}
	rows := [][]string{{"job", "method", "seed", "split", "state"}}
	for _, e := range doc.Jobs {
		split := e.Split
		if e.Training != "" {
			split += ", trained on " + e.Training
		}
		rows = append(rows, []string{e.Job[:12], e.Method, fmt.Sprint(e.Seed), split, e.State})
	}
	a.table(rows)
	a.say("\n%s, %d done", numbered(len(doc.Jobs), "job"), doc.Done)
	return nil
}

// begun notes in the store what has become of jobs, for status. ended is called
// when no job runs any more: those that were stopped have no state.
func begun(store *project.Store, show func(experiment.Event)) (note func(experiment.Event), ended func()) {
	open := map[string]bool{}
	say := func(id string, state project.State, why string) {
		if delete(open, id); state == project.Running {
			open[id] = true
		}
		store.Note(id, state, why)
	}
	note = func(ev experiment.Event) {
		switch {
		case ev.Started:
			say(ev.Job.ID, project.Running, "")
		case ev.Failed != nil:
			say(ev.Job.ID, project.Failed, ev.Failed.Error())
		case ev.Finished != nil && !ev.Skipped:
			say(ev.Job.ID, project.Waiting, "")
		}
		show(ev)
	}
	return note, func() {
		for id := range open {
			store.Note(id, project.Waiting, "")
		}
	}
}
