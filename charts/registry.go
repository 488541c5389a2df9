package charts

import (
	"lacuna/charts/canvas"
	"lacuna/internal/say"
	"slices"
	"strings"
)

// Needs says what an input must hold.
type Needs string

// What charts need.
const (
	NeedsPresence Needs = "presence" // Input.Data
	NeedsStudy    Needs = "study"    // Input.Study
	NeedsTable    Needs = "table"    // Input.Study and Input.Table
)

// Info describes one kind of chart.
type Info struct {
	Name  string // as on the command line: "strata"
	Title string // for menus: "Accuracy by stratum"
	Help  string // one sentence
	Needs Needs
	New   func(Input) (canvas.Figure, error)
	Joins bool // shows what other charts do, side by side: left out where all are shown
}

var registry []Info

func register(i Info) struct{} {
	registry = append(registry, i)
	return struct{}{}
}

// All lists the charts, by name.
func All() []Info {
	list := slices.Clone(registry)
	slices.SortFunc(list, func(a, b Info) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// Fitting makes the charts that have something to show of an input with results,
// by name: learning curves where there are networks, degradation where there was
// a sweep, presence where the data are at hand.
func Fitting(in Input) ([]canvas.Figure, error) {
	var list []canvas.Figure
	for _, i := range All() {
		if i.Joins || i.Needs == NeedsPresence && in.Data == nil {
			continue
		}
		f, err := i.New(in)
		if err != nil {
			return nil, say.Errorf("chart %s: %w", i.Name, err)
		}
		if e, ok := f.(interface{ nothing() string }); !ok || e.nothing() == "" {
			list = append(list, f)
		}
	}
	return list, nil
}

// Find returns the chart called name. An unknown name is an error that lists
// the names there are.
func Find(name string) (Info, error) {
	var names []string
	for _, i := range All() {
		if i.Name == name {
			return i, nil
		}
		names = append(names, i.Name)
	}
	return Info{}, say.Errorf("no chart %q; there are %s", name, strings.Join(names, ", "))
}

// New makes the figure called name. It reports an unknown name and an input
// that lacks what the chart needs.
func New(name string, in Input) (canvas.Figure, error) {
	info, err := Find(name)
	if err != nil {
		return nil, err
	}
	if err := info.Needs.check(in); err != nil {
		return nil, say.Errorf("chart %s: %w", name, err)
	}
	f, err := info.New(in)
	if err != nil {
		return nil, say.Errorf("chart %s: %w", name, err)
	}
	return f, nil
}

func (n Needs) check(in Input) error {
	switch {
	case n == NeedsPresence && in.Data == nil:
		return say.Error("it is drawn from a dataset, and none is given")
	case n != NeedsPresence && in.Study == nil:
		return say.Error("it is drawn from the results of a comparison, and none are given")
	case n == NeedsTable && in.Table == nil:
		return say.Error("it is drawn from scores by stratum, and none are given")
	}
	return nil
}
