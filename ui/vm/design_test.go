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

// A form that is made anew has no old faults; what was set up stays as it is
// until something is changed.
func TestDesignSettles(t *testing.T) {
	k, d := designing(t)
	d.SetMechanism(experiment.MAR)
	d.Fault("Rate", "write a number between 0 and 1")
	d.Change(func(m *experiment.MaskSpec) { m.By = "sound" })
	if _, err := d.Mask(); err == nil {
		t.Error("what cannot be is taken")
	}
	d.Settle()
	if _, err := d.Mask(); err != nil {
		t.Errorf("made anew it still says %v", err)
	}
	for _, odd := range []experiment.MaskSpec{
		{Mechanism: experiment.MNAR, Kind: dataset.RecordRate, Rate: 0.3},
		{Mechanism: experiment.MCAR, Kind: dataset.RecordRate, Modality: "image", Rate: 0.3},
	} {
		k.Setup.SetMask(odd)
		d := k.DesignMask()
		k.counted(d)
		if got, err := d.Mask(); err != nil || !cmp.Equal(odd, got) {
			t.Errorf("unchanged, %+v becomes %+v, %v", odd, got, err)
		}
		if _, err := d.Effect(); err == nil || !slices.Contains(d.Shares(), d.Share()) {
			t.Errorf("%+v: %v of %v, %v", odd, d.Share(), d.Shares(), err)
		}
	}
}

// What a mask names and the data lack is said, and left out.
func TestDesignSaysWhatIsLacking(t *testing.T) {
	k := newDesk(t)
	k.Show(k.data)
	for want, m := range map[string]experiment.MaskSpec{
		"video": {Mechanism: experiment.MCAR, Rates: map[string]float64{"image": 0.3, "video": 0.2}},
		"genes": {Mechanism: experiment.MAR, By: "genes", Rate: 0.3},
	} {
		k.Setup.SetMask(m)
		d := k.DesignMask()
		if got, err := d.Mask(); err != nil || !strings.Contains(d.Lacked(), ": "+want+".") || len(got.Rates) > 1 || got.By == want {
			t.Errorf("%s: %q, %+v, %v", want, d.Lacked(), got, err)
		}
		d.SetMechanism(experiment.InOrder)
		if d.Lacked() != "" {
			t.Errorf("still said: %q", d.Lacked())
		}
		k.counted(d)
	}
}

// A mask that is designed for other data than are open is not taken, and one
// modality that tells what is hidden leaves nothing to hide.
func TestDesignOfOtherData(t *testing.T) {
	k, d := designing(t)
	k.counted(d)
	k.Show(small(t))
	if d.Take() == nil {
		t.Error("a mask for other data is taken")
	}
	one := &Design{around: k.around, data: &dataset.Dataset{Blocks: k.data.Blocks[:1]}, closed: true, changed: func() {},
		spec: experiment.Spec{Mask: experiment.MaskSpec{Mechanism: experiment.MAR, By: k.data.Names()[0], Rate: 0.3}}}
	one.SetShare(OfOne)
	one.Change(func(m *experiment.MaskSpec) { m.Rate = 0.2 })
	if _, err := one.Mask(); err == nil {
		t.Error("a mask of nothing")
	}
}

// A decimal comma is one in every field.
func TestDecimalComma(t *testing.T) {
	_, d := designing(t)
	d.SetMechanism(experiment.MCAR)
	d.SetShare(OfEach)
	d.SetRate("image", "0,3")
	if m, err := d.Mask(); err != nil || m.Rates["image"] != 0.3 {
		t.Errorf("%v, %v", m.Rates, err)
	}
	d.SetMechanism(experiment.Leaves)
	d.Paint(func(p *Painting) { p.Rows = []PaintedRow{{[]bool{true, false, false}, "12,5 %"}} })
	if d.Painting().Sum() != 12.5 {
		t.Error(d.Painting().Sum(), d.Painting().Wrong(0))
	}
}
