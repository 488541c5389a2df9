package vm

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
	"lacuna/experiment"
)

// designing is a desk with a mask that is being made.
func designing(t *testing.T) (*desk, *Design) {
	t.Helper()
	k := newDesk(t)
	k.Show(k.data)
	k.wait("the plan", func() bool { return !k.Setup.Planning() })
	return k, k.DesignMask()
}

func (k *desk) counted(d *Design) {
	k.t.Helper()
	k.wait("the counts", func() bool { return !d.Counting() })
}

// A mask is taken once it has been counted, and hides something.
func TestDesignCountsBeforeItIsTaken(t *testing.T) {
	k, d := designing(t)
	k.counted(d)
	var seen []bool // whether it counts, at each change that is shown
	d.Observe(func() { seen = append(seen, d.Counting()) })
	d.SetMechanism(experiment.MCAR)
	if !slices.Equal(seen, []bool{true}) || d.Takable() {
		t.Errorf("while it is counted: %v, it can be taken: %v", seen, d.Takable())
	}
	if k.counted(d); !d.Takable() {
		t.Error("a mask that was counted cannot be taken")
	}
	d.Change(func(m *experiment.MaskSpec) { m.Rate = 0 })
	if k.counted(d); d.Takable() {
		t.Error("a mask that hides nothing can be taken")
	}
	d.SetMechanism(experiment.Natural)
	if k.counted(d); !d.Takable() {
		t.Error("no mask cannot be taken")
	}
}

// What is painted is what the comparison hides, in the words of the command
// line; it can be taken back.
func TestDesignPaints(t *testing.T) {
	k, d := designing(t)
	before := k.Setup.Spec().Mask
	d.SetMechanism(experiment.Leaves)
	d.Paint(func(p *Painting) {
		p.Rows = []PaintedRow{{[]bool{true, false, false}, "30"}, {[]bool{true, true, false}, "12.5 %"}}
	})
	k.counted(d)
	figure, err := d.Effect()
	if err != nil || len(figure.Table().Rows) == 0 {
		t.Fatalf("no preview: %v", err)
	}
	if err := d.Take(); err != nil {
		t.Fatal(err)
	}
	want := experiment.MaskSpec{Mechanism: experiment.Leaves, Patterns: map[string]float64{"table": 0.3, "image+table": 0.125}}
	if diff := cmp.Diff(want, k.Setup.Spec().Mask); diff != "" {
		t.Error(diff)
	}
	again := k.DesignMask()
	k.counted(again)
	if got, err := again.Mask(); err != nil || !cmp.Equal(want, got) {
		t.Errorf("opened again it is %+v, %v", got, err)
	}
	k.Undo()
	if diff := cmp.Diff(before, k.Setup.Spec().Mask); diff != "" {
		t.Errorf("not taken back: %s", diff)
	}
}

// What cannot be painted is refused, and nothing is taken.
func TestDesignRefuses(t *testing.T) {
	k, d := designing(t)
	before := k.Setup.Spec().Mask
	d.SetMechanism(experiment.Leaves)
	some := []bool{true, false, false}
	for _, rows := range [][]PaintedRow{
		nil,
		{{some, "60"}, {[]bool{false, true, false}, "41"}},
		{{some, "-1"}}, {{some, "101"}}, {{some, "many"}}, {{some, ""}}, {{some, "NaN"}},
		{{[]bool{false, false, false}, "10"}}, {{[]bool{true, true, true}, "10"}}, {{some, "10"}, {some, "20"}},
	} {
		d.Paint(func(p *Painting) { p.Rows = rows })
		if _, err := d.Effect(); err == nil {
			t.Errorf("%v is taken", rows)
		}
		if d.Take() == nil {
			t.Errorf("%v goes to the comparison", rows)
		}
	}
	d.SetMechanism(experiment.MCAR)
	d.SetShare(OfEach)
	for _, text := range []string{"1.5", "x", "-0.1"} {
		d.SetRate("image", text)
		if _, err := d.Mask(); err == nil {
			t.Errorf("rate %s is taken", text)
		}
	}
	d.SetRate("image", "0.9")
	d.SetRate("sound", "0.9")
	d.SetRate("table", "0.9")
	if !d.Counting() || d.Take() == nil {
		t.Error("a mask is taken before it is known that there can be one")
	}
	k.counted(d)
	if _, err := d.Effect(); err == nil || d.Take() == nil {
		t.Error("rates that cannot be reached are taken")
	}
	if diff := cmp.Diff(before, k.Setup.Spec().Mask); diff != "" {
		t.Error(diff)
	}
}

// What is shown is of the mask as it stands, or said to be of an earlier one: an
// observer is told when a count begins, and that of before is not taken.
func TestDesignCounts(t *testing.T) {
	k, d := designing(t)
	d.SetMechanism(experiment.MCAR)
	k.counted(d)
	var told []bool
	d.Observe(func() { told = append(told, d.Counting()) })
	for _, rate := range []float64{0.4, 0.5} { // the second while the first is counted
		d.Change(func(m *experiment.MaskSpec) { m.Rate = rate })
		if d.Take() == nil {
			t.Error("taken while it is counted")
		}
	}
	k.counted(d)
	if want := []bool{true, true, false}; !cmp.Equal(told, want) {
		t.Errorf("counting is told as %v, want %v", told, want)
	}
	if err := d.Take(); err != nil || k.Setup.Spec().Mask.Rate != 0.5 {
		t.Errorf("%v; %+v is taken", err, k.Setup.Spec().Mask)
	}
	d.Fault("Rate", "no number")
	d.Change(func(m *experiment.MaskSpec) { m.Rate = 0.45 })
	d.Fault("Rate", "")
	k.counted(d)
	if err := d.Take(); err != nil || k.Setup.Spec().Mask.Rate != 0.45 {
		t.Errorf("after a fault: %v; %+v is taken", err, k.Setup.Spec().Mask)
	}
}

// A page that was closed counts nothing more.
func TestDesignClosed(t *testing.T) {
	k, d := designing(t)
	d.SetMechanism(experiment.MCAR)
	d.Close()
	k.wait("the end of the count", func() bool { return d.stop == nil })
	if d.Change(func(m *experiment.MaskSpec) { m.Rate = 0.4 }); d.stop != nil || !d.Counting() {
		t.Error("counts go on after the page was closed")
	}
}

// Every mechanism that is offered makes a mask with the settings that it is
// proposed with, of every share, and what it makes can be run.
func TestDesignEveryMechanism(t *testing.T) {
	k, d := designing(t)
	for _, m := range d.Mechanisms() {
		d.SetMechanism(m)
		shares := d.Shares()
		if !d.Rated() {
			shares = shares[:1]
		}
		for _, s := range shares {
			d.SetShare(s)
			if s == OfEach {
				d.SetRate("image", "0.2")
			}
			d.Change(func(s *experiment.MaskSpec) { s.Rate, s.On = 0.2, experiment.OnTest })
			k.counted(d)
			mask, err := d.Mask()
			if _, wrong := d.Effect(); wrong != nil || err != nil {
				t.Errorf("%s of %s: %v, %v", m, s, err, wrong)
				continue
			}
			spec := k.Setup.Spec()
			spec.Mask = mask
			if _, err := experiment.Plan(k.data, spec, nil); err != nil {
				t.Errorf("%s of %s: %v", m, s, err)
			}
		}
	}
}

// A mask that is opened and taken as it was stays the same, in its words too;
// once something else is painted it is one of shares.
func TestDesignKeepsWhatIsNotPainted(t *testing.T) {
	for _, was := range []experiment.MaskSpec{
		{Mechanism: experiment.Leaves, Left: []string{"table", "image"}, Rate: 0.4, On: experiment.OnTest},
		{Mechanism: experiment.Leaves, Left: []string{"sound"}, Rate: 1},
		{Mechanism: experiment.Leaves, Patterns: map[string]float64{"sound + image": 0.123456789}},
	} {
		k, _ := designing(t)
		k.Setup.SetMask(was)
		d := k.DesignMask()
		d.SetMechanism(experiment.MCAR)
		d.SetMechanism(experiment.Leaves)
		d.Change(func(m *experiment.MaskSpec) { m.On = was.On })
		d.Paint(func(p *Painting) { p.Toggle(0, 0); p.Toggle(0, 0) })
		k.counted(d)
		if err := d.Take(); err != nil || !cmp.Equal(was, k.Setup.Spec().Mask) {
			t.Errorf("%+v has become %+v, %v", was, k.Setup.Spec().Mask, err)
		}
		d.Paint(func(p *Painting) { p.Rows[0].Percent = "20" })
		if m, err := d.Mask(); err != nil || len(m.Left) > 0 || m.Rate != 0 || len(m.Patterns) != 1 {
			t.Errorf("painted anew it is %+v, %v", m, err)
		}
	}
}

// What cannot be painted of a mask, or of the data, is said.
func TestPaintingNotes(t *testing.T) {
	k, _ := designing(t)
	k.Setup.SetMask(experiment.MaskSpec{Mechanism: experiment.Leaves, Patterns: map[string]float64{"smell": 0.2, "image": 0.3}})
	d := k.DesignMask()
	k.counted(d)
	if _, err := d.Effect(); err == nil || !strings.Contains(d.Painting().Note(), "smell") || len(d.Painting().Rows) != 1 {
		t.Errorf("%q, %v, %+v", d.Painting().Note(), err, d.Painting().Rows)
	}
	d.Paint(func(p *Painting) { p.Rows[0].Percent = "20" })
	k.counted(d)
	if _, err := d.Effect(); err != nil || d.Painting().Note() != "" {
		t.Errorf("painted anew: %v, %q", err, d.Painting().Note())
	}
	p := Painting{names: []string{"a", "b", "c", "d"}}
	for code := 15; code >= 0; code-- {
		p.had = append(p.had, dataset.PatternCount{Pattern: dataset.Pattern(fmt.Sprintf("%04b", code)), Records: make([]int, 1+code)})
	}
	p.Fill(AsFound)
	if len(p.Rows) != 12 || p.Note() != "The data have 14 incomplete patterns: the 12 most frequent are painted." {
		t.Errorf("%d patterns: %q", len(p.Rows), p.Note())
	}
}

// The beginnings paint what they say, and nothing that is refused.
func TestPaintingBegins(t *testing.T) {
	p := newPainting(small(t), experiment.MaskSpec{})
	for b, want := range map[Beginning]map[string]float64{
		OneMissing: {"image+table": 0.166, "sound+table": 0.166, "image+sound": 0.166},
		OneLeft:    {"image": 0.166, "sound": 0.166, "table": 0.166},
		Monotone:   {"image+table": 0.25, "table": 0.25},
		AsFound:    {"sound+table": 0.1666, "image+table": 0.0833, "table": 0.0833},
	} {
		p.Fill(b)
		got, err := p.shares()
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 })); err != nil || diff != "" {
			t.Errorf("%s: %v %s", b, err, diff)
		}
	}
	if p.had[0].Pattern != dataset.Complete(3) {
		t.Error("the patterns are not those of the data")
	}
}
