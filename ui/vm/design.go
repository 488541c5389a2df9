package vm

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"lacuna/charts"
	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/say"
)

// Design is a mask that is being made: how modalities are hidden, how often, and
// from whom. What it does is counted beside the event goroutine and shown as it
// is changed; the comparison has it only when it is taken. All methods must be
// called on the event goroutine.
type Design struct {
	around *Surroundings
	data   *dataset.Dataset
	spec   experiment.Spec // with the mask as it stands
	read   experiment.MaskReader
	setup  *Setup               // that has the mask when it is taken
	given  *experiment.MaskSpec // as it was set up, until something is changed
	lacked []string             // what that names and the data lack

	of       Share // what the rate is a share of
	rates    map[string]string
	painting Painting
	faults   map[string]string // what was typed and cannot be, by field
	changed  func()

	version int                // of the mask as it stands
	counted int                // the version that figure and err are of
	stop    context.CancelFunc // ends the count that runs; nil where none does
	closed  bool
	figure  canvas.Figure
	hides   int // modalities of records, in the first repetition
	err     error
}

// Share is what the rate of a mask is a share of.
type Share string

// The shares.
const (
	OfCells Share = "cells" // all modalities of all records
	OfAny   Share = "any"   // records lose something
	OfAll   Share = "all"   // records lose each modality alike
	OfOne   Share = "one"   // records lose one modality
	OfEach  Share = "each"  // a rate for each modality
)

// DesignMask begins with the mask that is set up.
func (w *Workbench) DesignMask() *Design {
	s := w.Setup
	d := &Design{around: w.around, data: s.data, spec: s.spec, read: w.around.maskReader(s.data, s.file()), setup: s,
		rates: map[string]string{}, faults: map[string]string{}, changed: func() {}}
	m := s.spec.Mask
	if m.Mechanism == "" {
		d.spec.Mask.Mechanism = experiment.Natural
	}
	d.of = shareOf(m)
	for name, rate := range m.Rates {
		d.rates[name] = strconv.FormatFloat(rate, 'g', -1, 64)
	}
	d.painting = newPainting(d.data, m)
	if d.leaveOut(); len(d.lacked) == 0 {
		d.given = &m
	}
	d.again()
	return d
}

func shareOf(m experiment.MaskSpec) Share {
	switch {
	case len(m.Rates) > 0:
		return OfEach
	case m.Modality != "":
		return OfOne
	case m.Kind == dataset.CellRate || m.Mechanism == experiment.MCAR && m.Kind == "":
		return OfCells
	case m.Kind == dataset.RecordRate:
		return OfAny
	}
	return OfAll
}

// Observe calls f whenever there is something new to show.
func (d *Design) Observe(f func()) { d.changed = f }

// Close forgets it: nothing is counted any more.
func (d *Design) Close() {
	d.changed, d.closed = func() {}, true
	if d.stop != nil {
		d.stop()
	}
}

// Mechanism returns how modalities are hidden.
func (d *Design) Mechanism() experiment.Mechanism { return d.spec.Mask.Mechanism }

// Now is the mask as it stands, for the fields of a form: see Mask.
func (d *Design) Now() experiment.MaskSpec { return d.spec.Mask }

// Mechanisms lists those that these data allow, with the one there is.
func (d *Design) Mechanisms() []experiment.Mechanism {
	list := slices.DeleteFunc(experiment.Mechanisms(), func(m experiment.Mechanism) bool {
		return m == experiment.ByGroup && len(d.data.Groups) == 0 || m == experiment.ByLabel && len(d.data.Classes) == 0 || m == experiment.MAR && len(d.data.Blocks) < 2
	})
	if m := d.Mechanism(); !slices.Contains(list, m) {
		list = append(list, m)
	}
	return list
}

// SetMechanism chooses how modalities are hidden, with sensible settings.
func (d *Design) SetMechanism(m experiment.Mechanism) {
	if m == d.Mechanism() {
		return
	}
	old := d.spec.Mask
	to := experiment.MaskSpec{Mechanism: m, Rate: old.Rate, On: old.On, Strength: old.Strength, Modality: old.Modality}
	if to.Rate == 0 {
		to.Rate = defaultRate
	}
	if !dependent(m) {
		to.Strength = 0
	}
	if by := d.Sources(m); len(by) > 0 {
		to.By = by[0]
	}
	d.spec.Mask, d.lacked = to, nil
	if offered := d.offered(); !slices.Contains(offered, d.of) {
		d.of = offered[0]
	}
	d.touch()
}

func dependent(m experiment.Mechanism) bool {
	return slices.Contains([]experiment.Mechanism{experiment.MAR, experiment.MNAR, experiment.ByLabel, experiment.ByGroup}, m)
}

// Rated says whether the mechanism has a rate, and Strong whether a strength.
func (d *Design) Rated() bool {
	return dependent(d.Mechanism()) || d.Mechanism() == experiment.MCAR || d.Mechanism() == experiment.InOrder
}

// Strong says whether the mechanism has a strength.
func (d *Design) Strong() bool { return dependent(d.Mechanism()) }

// Sources lists by what a mechanism can tell records apart: modalities or
// columns; nil where it needs none.
func (d *Design) Sources(m experiment.Mechanism) []string {
	switch m {
	case experiment.MAR:
		return d.data.Names()
	case experiment.ByGroup:
		return slices.Sorted(maps.Keys(d.data.Groups))
	}
	return nil
}

// Shares lists what the rate of the mechanism can be a share of, with what it is
// as yet.
func (d *Design) Shares() []Share {
	list := d.offered()
	if !slices.Contains(list, d.of) {
		list = append(list, d.of)
	}
	return list
}

func (d *Design) offered() []Share {
	if d.Mechanism() == experiment.MCAR {
		return []Share{OfCells, OfAny, OfAll, OfOne, OfEach}
	}
	return []Share{OfAll, OfOne, OfEach}
}

// Share returns what the rate is a share of.
func (d *Design) Share() Share { return d.of }

// SetShare chooses it.
func (d *Design) SetShare(s Share) {
	d.of = s
	d.touch()
}

// Hideable lists the modalities that can be hidden: not the one that tells
// what is.
func (d *Design) Hideable() []string {
	return slices.DeleteFunc(d.data.Names(), func(name string) bool { return d.Mechanism() == experiment.MAR && name == d.spec.Mask.By })
}

// Change changes the mask.
func (d *Design) Change(f func(*experiment.MaskSpec)) {
	f(&d.spec.Mask)
	d.touch()
}

// touch counts what was changed: from now on the mask is what the fields show.
func (d *Design) touch() {
	if names := d.Hideable(); d.of == OfOne && len(names) > 0 && !slices.Contains(names, d.spec.Mask.Modality) {
		d.spec.Mask.Modality = names[0]
	}
	d.given = nil
	d.again()
}

// Fault says that what was typed in a field cannot be; "" that it can.
func (d *Design) Fault(field, why string) {
	if d.faults[field] == why {
		return
	}
	if d.faults[field] = why; why == "" {
		delete(d.faults, field)
	}
	d.again()
}

// Rate returns the rate of a modality as it is typed.
func (d *Design) Rate(name string) string { return d.rates[name] }

// SetRate types the rate of a modality; nothing hides nothing.
func (d *Design) SetRate(name, text string) {
	d.rates[name] = text
	d.touch()
}

// Painting returns the patterns that are painted.
func (d *Design) Painting() *Painting { return &d.painting }

// Paint changes the patterns.
func (d *Design) Paint(f func(*Painting)) {
	d.painting.moved, d.painting.note = true, ""
	f(&d.painting)
	d.touch()
}

// Mask is what is designed, as a project keeps it and the command line says it;
// an error where it cannot be.
func (d *Design) Mask() (experiment.MaskSpec, error) {
	for _, field := range slices.Sorted(maps.Keys(d.faults)) {
		return d.spec.Mask, say.Errorf("%s: %s", field, d.faults[field])
	}
	if d.given != nil {
		return *d.given, nil
	}
	was := d.spec.Mask
	m := experiment.MaskSpec{Mechanism: was.Mechanism, On: was.On}
	switch was.Mechanism {
	case experiment.Natural:
		m.On = ""
		return m, nil
	case experiment.FromFile:
		return was, nil
	case experiment.Leaves:
		m, err := d.painting.spec()
		m.On = was.On
		return m, err
	}
	if len(d.Hideable()) == 0 && d.Rated() {
		return m, say.Errorf("nothing can be hidden: %s is the only modality, and it tells what is hidden", was.By)
	}
	m.By, m.Strength = was.By, was.Strength
	var err error
	switch d.of {
	case OfEach:
		m.Rates, err = d.each()
		return m, err
	case OfOne:
		m.Kind, m.Modality = dataset.ModalityRate, was.Modality
	case OfAny:
		m.Kind = dataset.RecordRate
	case OfAll:
		m.Kind = dataset.ModalityRate
	default:
		m.Kind = dataset.CellRate
	}
	m.Rate = was.Rate
	return m, nil
}

// Take gives the mask to the comparison, once it is counted what it does: only
// then is it known that there can be such a mask.
func (d *Design) Take() error {
	m, err := d.Mask()
	switch {
	case d.setup.data != d.data:
		return say.Error("other data have been opened since; close this and design a mask for them")
	case err != nil:
		return err
	case d.Counting():
		return say.Error("what this mask does is still being counted; take it when that is shown")
	case d.err != nil:
		return d.err
	}
	d.setup.SetMask(m)
	return nil
}

// Effect is a chart of what the mask does in the first repetition: while it is
// counted that of before, or nil. The error says why there can be no such mask.
func (d *Design) Effect() (canvas.Figure, error) {
	if _, err := d.Mask(); err != nil {
		return nil, err
	}
	if d.Counting() {
		return d.figure, nil
	}
	return d.figure, d.err
}

// Counting says whether what the mask does is not known yet, and what is shown
// is that of an earlier one.
func (d *Design) Counting() bool {
	_, err := d.Mask()
	return err == nil && d.counted != d.version
}

// Takable says whether there is a mask to take: one that hides something, or none
// in place of the one that is set up.
func (d *Design) Takable() bool {
	_, err := d.Effect()
	return err == nil && !d.Counting() && (d.hides > 0 || d.Mechanism() == experiment.Natural)
}

// again counts anew what the mask does; one count at a time, and the newest
// wins.
func (d *Design) again() {
	d.version++
	if d.stop != nil {
		d.stop() // and then the newest is counted
	} else {
		d.count()
	}
	d.changed()
}

func (d *Design) count() {
	mask, err := d.Mask()
	if d.closed || err != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	d.stop = stop
	version, data, spec, read := d.version, d.data, d.spec, d.read
	spec.Mask = mask
	go func() {
		figure, n, err := effectOf(ctx, data, spec, read)
		d.around.Do(func() {
			stop()
			d.stop = nil
			if version != d.version {
				d.count()
				return
			}
			if d.counted, d.err = version, err; err == nil {
				d.figure, d.hides = figure, n
			}
			d.changed()
		})
	}()
}

// effectOf draws what a mask does, and counts what it hides.
func effectOf(ctx context.Context, data *dataset.Dataset, spec experiment.Spec, read experiment.MaskReader) (canvas.Figure, int, error) {
	mask, split, err := spec.First(ctx, data, read)
	if err != nil {
		return nil, 0, err
	}
	figure, err := charts.New("masking", charts.Input{Data: data, Mask: mask, Split: &split})
	if mask == nil {
		return figure, 0, err
	}
	return figure, mask.Count(), err
}
