package vm

import "lacuna/internal/say"

// TourStep is one stop of the guided tour: a place in the window, and one thing
// that can be done there.
type TourStep struct {
	At    string // the name of a pane, of a tab of the inspector, or of a command
	Title string
	Words string
}

// Commands that the tour points at.
const (
	CompareCommand = "compare"
	SaveCommand    = "save"
)

// RecordTab is the tab of the inspector that the tour points at.
const RecordTab = "Record"

// TourSteps are the stops of the tour in their order. They wait for nothing, and
// are true whatever has been done before.
func TourSteps() []TourStep {
	return []TourStep{
		{string(PresencePane), say.Text("Who lacks what"), say.Text("Each column is a modality, each line across it a record; empty is missing, hatched cannot be read. " +
			"Click the name of a modality: the records that lack it are selected, in all panes.")},
		{string(PatternsPane), say.Text("What is missing together"), say.Text("Each row is a combination: filled is present, a ring is absent. The bar says how many records have it. " +
			"Click a row to select them.")},
		{CompareCommand, say.Text("Compare three ways"), say.Text("Press Compare: three ways to deal with the gaps are trained three times each, on other splits of the records. " +
			"That takes a minute or two. Go on meanwhile.")},
		{string(LearningPane), say.Text("How training goes"), say.Text("Once the first network trains, its loss is drawn here, epoch by epoch. " +
			"Where training falls on and validation rises, a network learns its records by heart. Table and Text stand above each chart.")},
		{string(StrataPane), say.Text("What a gap costs"), say.Text("With the first results there is a row for each group of test records: all, those with nothing missing, those that lack the image. " +
			"Each point has its 95 % interval and its n. Click a row to see its records in all panes.")},
		{RecordTab, say.Text("One record at a time"), say.Text("What a record has, and why the rest is not there. N and P go through the selected records. " +
			"After a comparison, fit the methods again there: switch a modality off, and see what they say.")},
		{SaveCommand, say.Text("Keep it"), say.Text("Save writes a project: everything that was trained stays with it, and is never trained again. " +
			"The arrow on each pane exports its chart or table. The user guide in the Help menu goes on from here.")},
	}
}

// Tour is where someone is in the guided tour. The zero value is not on its way.
type Tour struct {
	at int // from 1; 0 is not on the way
}

// Begin goes to the first stop.
func (t *Tour) Begin() { t.at = 1 }

// Go moves on by some stops, or back; behind the last one the tour ends. There is
// nothing before the first.
func (t *Tour) Go(by int) {
	if t.at == 0 {
		return
	}
	if t.at = max(1, t.at+by); t.at > len(TourSteps()) {
		t.at = 0
	}
}

// End leaves the tour.
func (t *Tour) End() { t.at = 0 }

// Step is where the tour is, from 1, of how many; false while there is none.
func (t *Tour) Step() (s TourStep, at, of int, ok bool) {
	steps := TourSteps()
	if t.at == 0 {
		return TourStep{}, 0, len(steps), false
	}
	return steps[t.at-1], t.at, len(steps), true
}
