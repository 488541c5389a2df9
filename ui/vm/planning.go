package vm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/experiment/result"
	"lacuna/internal/say"
)

// plan is what a run of a spec would do.
type plan struct {
	spec  experiment.Spec
	data  *dataset.Dataset
	jobs  []experiment.Job
	study result.Study // of these jobs, without runs
	err   error        // why it cannot be run; nil else
}

// Planning says whether a change is still being planned.
func (s *Setup) Planning() bool { return s.planning || s.preparing > 0 }

// replan plans the spec beside the event goroutine: one plan at a time, and
// the newest spec wins.
func (s *Setup) replan() {
	s.version++
	s.plan = nil
	if s.planning || s.data == nil {
		return
	}
	s.planning = true
	version, data, spec, read := s.version, s.data, s.spec, s.around.maskReader(s.data, s.file())
	go func() {
		p := planned(data, spec, read)
		s.around.Do(func() { s.take(version, p) })
	}()
}

// planned makes the plan of a spec.
func planned(d *dataset.Dataset, spec experiment.Spec, read experiment.MaskReader) *plan {
	p := &plan{spec: spec, data: d}
	if p.err = runnable(d); p.err != nil {
		return p
	}
	if len(spec.Methods) == 0 {
		p.err = say.Error("choose at least one method")
		return p
	}
	if p.jobs, p.err = experiment.Plan(d, spec, read); p.err == nil {
		p.study, _ = experiment.Collect(d, p.jobs, experiment.NewMemory())
	}
	return p
}

// runnable says what keeps a dataset from being compared at all.
func runnable(d *dataset.Dataset) error {
	labelled, classes := d.Labelled(), map[int]bool{}
	for _, i := range labelled {
		classes[d.Labels[i]] = true
	}
	switch {
	case len(labelled) == 0:
		return say.Error("no record has a label that names a class, so there is nothing to predict; missing values can still be imputed")
	case len(classes) == 1:
		return say.Errorf("all labels are %q: with one class there is nothing to tell apart; missing values can still be imputed", d.Classes[d.Labels[labelled[0]]])
	}
	return nil
}

// take keeps a plan, unless the spec has changed since.
func (s *Setup) take(version int, p *plan) {
	s.planning = false
	if version != s.version {
		s.replan()
		return
	}
	s.plan = p
	waiting := s.waiting
	s.waiting = nil
	s.emit(PlanChanged)
	for _, f := range waiting {
		f(p)
	}
}

// whenPlanned calls f with the plan of the spec as it is: at once, or when it
// has been made.
func (s *Setup) whenPlanned(f func(*plan)) {
	if s.plan != nil {
		f(s.plan)
		return
	}
	s.waiting = append(s.waiting, f)
}

// Refused says why the comparison that is set up cannot be run; nil while that
// is not known.
func (s *Setup) Refused() error {
	if s.data == nil {
		return errNoData
	}
	for _, field := range slices.Sorted(maps.Keys(s.faults)) {
		return fmt.Errorf("%s: %s", strings.TrimPrefix(field, ProtocolForm+", "), s.faults[field])
	}
	if s.plan == nil {
		return nil
	}
	return s.plan.err
}

// ProtocolForm is the form of what is not about one method.
const ProtocolForm = "protocol"

// Fault says that what was typed in a field of a form cannot be; "" that it
// can. A comparison is refused while a field shows one thing and the set-up
// holds another.
func (s *Setup) Fault(form, field, why string) {
	key := form + ", " + field
	if s.faults[key] == why {
		return
	}
	if s.faults == nil {
		s.faults = map[string]string{}
	}
	if s.faults[key] = why; why == "" {
		delete(s.faults, key)
	}
	s.emit(PlanChanged)
}

// Settle forgets what was typed in a form and cannot be: its fields are shown
// anew, as the set-up has them.
func (s *Setup) Settle(form string) {
	n := len(s.faults)
	maps.DeleteFunc(s.faults, func(key, _ string) bool { return strings.HasPrefix(key, form+", ") })
	if len(s.faults) < n {
		s.emit(PlanChanged)
	}
}

// PlanWords says what a run of the comparison would do.
func (s *Setup) PlanWords() string {
	if s.plan == nil || s.plan.err != nil {
		return "" // it is being planned, or Refused says more
	}
	n := len(experiment.WithBaselines(s.spec.Methods))
	return say.Form("%s, of them %d baselines; %s", say.Count(n, "method", "methods"), n-len(s.spec.Methods), say.Count(len(s.plan.jobs), "job", "jobs"))
}
