package vm

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"lacuna/dataset"
	"lacuna/experiment"
	"lacuna/internal/param"
	"lacuna/internal/say"
)

// Painting is a list of patterns that a mask leaves, with the share of the
// records that gets each.
type Painting struct {
	names []string
	had   []dataset.PatternCount // of the data, by nature
	was   experiment.MaskSpec    // what was painted from
	begun map[string]float64     // its shares as they are painted; nil where some are not
	moved bool                   // something was painted
	note  string                 // what is not painted of what was asked for
	Rows  []PaintedRow
}

// PaintedRow is one pattern: which modalities are left, and of how many records
// in percent, as it is typed.
type PaintedRow struct {
	Left    []bool
	Percent string
}

func newPainting(d *dataset.Dataset, m experiment.MaskSpec) Painting {
	p := Painting{names: d.Names(), had: d.Presence.Patterns(), was: m}
	shares := m.Patterns
	if len(m.Left) > 0 {
		shares = map[string]float64{strings.Join(m.Left, "+"): m.Rate}
	}
	var strange []string
	for _, label := range slices.Sorted(maps.Keys(shares)) {
		pattern, err := dataset.ParsePattern(label, p.names)
		if err != nil {
			strange = append(strange, label)
			continue
		}
		p.add(pattern, shares[label])
	}
	if len(strange) > 0 {
		p.note = say.Form("Not of these data, and gone once something is painted: %s.", say.List(strange))
	} else if len(shares) > 0 {
		p.begun, _ = p.shares()
	}
	if len(p.Rows) == 0 {
		p.Fill(OneMissing)
	}
	return p
}

// spec is the mask that leaves what is painted: as it was given, where nothing
// else is painted, since one pattern and shares of several are drawn in other ways.
func (p *Painting) spec() (experiment.MaskSpec, error) {
	shares, err := p.shares()
	given := len(p.was.Left) > 0 || len(p.was.Patterns) > 0
	if given && (!p.moved || err == nil && p.begun != nil && maps.Equal(shares, p.begun)) {
		return p.was, nil
	}
	return experiment.MaskSpec{Mechanism: experiment.Leaves, Patterns: shares}, err
}

// Note says what is not painted of what was asked for; "" that all is.
func (p *Painting) Note() string { return p.note }

func (p *Painting) add(pattern dataset.Pattern, share float64) {
	row := PaintedRow{Left: make([]bool, len(p.names)), Percent: strconv.FormatFloat(math.Round(share*1e8)/1e6, 'f', -1, 64)}
	for m := range p.names {
		row.Left[m] = pattern.Has(m)
	}
	p.Rows = append(p.Rows, row)
}

// Names are those of the modalities.
func (p *Painting) Names() []string { return p.names }

// Beginning is what patterns can be painted from.
type Beginning string

// The beginnings.
const (
	OneMissing Beginning = "one-missing" // each modality missing from as many
	OneLeft    Beginning = "one-left"    // each modality alone
	Monotone   Beginning = "monotone"    // from the last modality on, more and more are missing
	AsFound    Beginning = "as-found"    // the incomplete patterns of the data, as often as they are
)

// Fill replaces what is painted. The shares leave half of the records as they
// are, except that patterns of the data have their own.
func (p *Painting) Fill(b Beginning) {
	k := len(p.names)
	p.Rows = nil
	if b == AsFound {
		p.fillAsFound()
		return
	}
	n := min(k, mostPainted)
	if b == Monotone {
		n = min(k-1, mostPainted)
	}
	for m := range n {
		left := make([]int, 0, k)
		for j := range k {
			if b == OneMissing && j != m || b == OneLeft && j == m || b == Monotone && j < k-1-m {
				left = append(left, j)
			}
		}
		if len(left) > 0 && len(left) < k {
			p.add(dataset.Only(k, left...), math.Floor(1e3*0.5/float64(n))/1e3)
		}
	}
}

// fillAsFound paints the incomplete patterns of the data, the most frequent first.
func (p *Painting) fillAsFound() {
	total := 0
	for _, g := range p.had {
		total += len(g.Records)
	}
	found := slices.DeleteFunc(slices.Clone(p.had), func(g dataset.PatternCount) bool { return g.Pattern.Count() == 0 || g.Pattern.Complete() })
	for _, g := range found[:min(len(found), mostPainted)] {
		p.add(g.Pattern, math.Floor(1e4*float64(len(g.Records))/float64(total))/1e4)
	}
	if len(found) > mostPainted {
		p.note = say.Form("The data have %d incomplete patterns: the %d most frequent are painted.", len(found), mostPainted)
	}
}

// mostPainted is how many patterns are painted at once.
const mostPainted = 12

// Add adds a pattern that is not there yet, of no record.
func (p *Painting) Add() {
	row := PaintedRow{Left: make([]bool, len(p.names)), Percent: "0"}
	row.Left[0] = true
	p.Rows = append(p.Rows, row)
}

// Remove takes a pattern out.
func (p *Painting) Remove(i int) { p.Rows = slices.Delete(p.Rows, i, i+1) }

// Toggle switches whether a modality is left.
func (p *Painting) Toggle(i, m int) { p.Rows[i].Left[m] = !p.Rows[i].Left[m] }

// pattern is that of a row.
func (p *Painting) pattern(i int) dataset.Pattern {
	var left []int
	for m, on := range p.Rows[i].Left {
		if on {
			left = append(left, m)
		}
	}
	return dataset.Only(len(p.names), left...)
}

// Wrong says what a row cannot be, or is empty.
func (p *Painting) Wrong(i int) string {
	pattern := p.pattern(i)
	_, err := p.percent(i)
	switch {
	case err != nil:
		return err.Error()
	case pattern.Count() == 0:
		return say.Text("Every record keeps one modality: leave one or more.")
	case pattern.Complete():
		return say.Text("This hides nothing: switch a modality off. What no pattern gets stays as it is.")
	}
	for j := range i {
		if p.pattern(j) == pattern {
			return say.Form("The same as pattern %d.", j+1)
		}
	}
	return ""
}

func (p *Painting) percent(i int) (float64, error) {
	text := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(p.Rows[i].Percent), "%"))
	x, err := param.Number(text)
	if err != nil || !(x >= 0 && x <= 100) {
		return 0, say.Error("write a percentage between 0 and 100")
	}
	return x, nil
}

// Sum is what the shares add up to, in percent, of rows that can be read.
func (p *Painting) Sum() float64 {
	sum := 0.0
	for i := range p.Rows {
		if x, err := p.percent(i); err == nil {
			sum += x
		}
	}
	return math.Round(sum*1e6) / 1e6
}

// SumWords says what the shares add up to.
func (p *Painting) SumWords() string {
	sum := p.Sum()
	if sum > 100 {
		return say.Form("%s %% together: that is more than 100 %%. A record gets one pattern at most.", strconv.FormatFloat(sum, 'g', 6, 64))
	}
	return say.Form("%s %% of the records get a pattern, %s %% stay as they are.", strconv.FormatFloat(sum, 'g', 6, 64), strconv.FormatFloat(100-sum, 'g', 6, 64))
}

// shares are the patterns for a mask.
func (p *Painting) shares() (map[string]float64, error) {
	if len(p.Rows) == 0 {
		return nil, say.Error("paint one pattern or more")
	}
	out := map[string]float64{}
	for i := range p.Rows {
		if why := p.Wrong(i); why != "" {
			return nil, say.Errorf("pattern %d: %s", i+1, why)
		}
		x, _ := p.percent(i)
		out[p.label(i)] = x / 100
	}
	if p.Sum() > 100 {
		return nil, say.Error(p.SumWords())
	}
	return out, nil
}

// label names the pattern by its modalities in the order of their names, so that
// the same painting is the same mask.
func (p *Painting) label(i int) string {
	names := p.pattern(i).Names(p.names)
	slices.Sort(names)
	return strings.Join(names, "+")
}
