package charts

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lacuna/charts/canvas"
	"lacuna/dataset"
)

// fiveStates has forty records of one modality in each of the five states
// beside one that is always there, and the mask that hides the last.
func fiveStates(t testing.TB) Input {
	t.Helper()
	const each = 40
	d := dataset.Dataset{Name: "states"}
	there := dataset.Block{Modality: dataset.Modality{Name: "there", Columns: []string{"x"}}, Numbers: dataset.NewMatrix(5*each, 1), Causes: make([]dataset.Cause, 5*each)}
	varied := dataset.Block{Modality: dataset.Modality{Name: "varied", Columns: []string{"x", "y"}}, Numbers: dataset.NewMatrix(5*each, 2), Causes: make([]dataset.Cause, 5*each)}
	for i := range 5 * each {
		d.IDs = append(d.IDs, string(rune('a'+i/26))+string(rune('a'+i%26)))
		switch state(i / each) {
		case absent:
			varied.Causes[i] = dataset.NoFile
		case unreadable:
			varied.Causes[i] = dataset.Unreadable
		case partial:
			varied.Numbers.Set(i, 1, math.NaN())
		}
	}
	d.Blocks = []dataset.Block{there, varied}
	out, err := dataset.New(d)
	if err != nil {
		t.Fatal(err)
	}
	mask := dataset.NewMask("last", 5*each, 2, func(i, m int) bool { return m == 1 && state(i/each) == hidden })
	return Input{Data: out, Mask: mask}
}

// recordsIn lists the records between two heights, as they are shown.
func recordsIn(l *PresenceLayout, top, bottom float64) []int {
	first, end := l.Between(top, bottom)
	var out []int
	for _, i := range l.matrix.order[first:end] {
		out = append(out, int(i))
	}
	return out
}

// coloursOf counts the colours of the pixels in which a state is drawn.
func coloursOf(img *image.RGBA, l *PresenceLayout, s state) map[color.NRGBA]int {
	column := l.Columns[1]
	top, _ := l.Extent(40*int(s) + 5)
	bottom, _ := l.Extent(40*int(s) + 35)
	out := map[color.NRGBA]int{}
	for y := int(top) + 1; y < int(bottom); y++ {
		for x := int(column.Left) + 2; x < int(column.Right)-2; x++ {
			c := img.RGBAAt(x, y)
			out[color.NRGBA(c)]++
		}
	}
	return out
}

func TestFiveStatesDifferInColourAndShape(t *testing.T) {
	f, err := NewPresence(fiveStates(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []canvas.Style{canvas.Light(), canvas.Dark()} {
		img, _ := canvas.Render(f, 400, 500, 1, s, nil)
		l := f.Layout(400, 500, s)
		for st, c := range map[state]struct {
			ink         color.NRGBA
			least, most float64 // share of the pixels
		}{
			present: {s.Present, 1, 1}, absent: {s.Background, 1, 1}, unreadable: {s.Fade(s.Text, 0.75), 0.15, 0.5},
			partial: {s.Present, 0.35, 0.65}, hidden: {s.Caution, 0.1, 0.6},
		} {
			colours := coloursOf(img, l, st)
			total := 0
			for _, n := range colours {
				total += n
			}
			if part := float64(colours[c.ink]) / float64(total); part < c.least || part > c.most {
				t.Errorf("%s: %.2f of its pixels have its colour, want %.2f to %.2f: %v", stateNames[st], part, c.least, c.most, colours)
			}
		}
	}
}

func TestSelectionFadesTheRest(t *testing.T) {
	in := fiveStates(t)
	in.Selected = make([]uint64, 4)
	in.Selected[0] = 1<<40 - 1 // all records of the first state
	f, err := NewPresence(in)
	if err != nil {
		t.Fatal(err)
	}
	s := canvas.Light()
	img, _ := canvas.Render(f, 400, 500, 1, s, nil)
	l := f.Layout(400, 500, s)
	x := int(l.Columns[0].Left) + 5
	for record, want := range map[int]color.NRGBA{5: s.Present, 60: s.Fade(s.Present, 0.25)} {
		top, _ := l.Extent(record)
		c := img.RGBAAt(x, int(top)+1)
		if got := color.NRGBA(c); got != want {
			t.Errorf("record %d is drawn in %v, want %v", record, got, want)
		}
	}
}

// TestLayoutTurnsPlacesIntoRecordsAndBack brushes at random.
func TestLayoutTurnsPlacesIntoRecordsAndBack(t *testing.T) {
	inputs := []Input{small(), fiveStates(t), crowded()}
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.SampledFrom(inputs).Draw(t, "input")
		in.Order = rapid.SampledFrom([]Order{"", ByPattern, ByID, ByLabel, BySplit}).Draw(t, "order")
		f, err := NewPresence(in)
		if err != nil {
			t.Fatal(err)
		}
		l := f.Layout(rapid.Float64Range(320, 1500).Draw(t, "w"), rapid.Float64Range(240, 1000).Draw(t, "h"), canvas.Light())
		if all := recordsIn(l, l.Body.Top-1, l.Body.Bottom+1); len(all) != in.Data.Records() {
			t.Fatalf("the whole matrix holds %d of %d records", len(all), in.Data.Records())
		}
		record := rapid.IntRange(0, in.Data.Records()-1).Draw(t, "record")
		top, bottom := l.Extent(record)
		if top < l.Body.Top-1e-6 || bottom > l.Body.Bottom+1e-6 || bottom <= top {
			t.Fatalf("record %d is drawn from %g to %g in %v", record, top, bottom, l.Body)
		}
		if !slices.Contains(recordsIn(l, top, bottom), record) {
			t.Fatalf("record %d is not where it is drawn", record)
		}
	})
}

// TestZoom looks at ten records from the middle of the order.
func TestZoom(t *testing.T) {
	f, err := NewPresence(small())
	if err != nil {
		t.Fatal(err)
	}
	z := f.Zoom(355, 10)
	l := z.Layout(456, 370, canvas.Light())
	shown := recordsIn(l, l.Body.Top, l.Body.Bottom)
	if len(shown) != 10 {
		t.Fatalf("%d records are shown", len(shown))
	}
	var named int
	for _, label := range labelsOf(z, 456, 370) {
		if slices.Contains(f.ids, label.text) {
			named++
		}
	}
	if named != 10 {
		t.Errorf("%d of 10 records are named", named)
	}
	if top, bottom := l.Extent(shown[4]); bottom-top < 20 || l.Position((top+bottom)/2) != 359 {
		t.Errorf("the fifth is drawn from %g to %g, position %d", top, bottom, l.Position((top+bottom)/2))
	}
	before := recordsIn(f.Layout(456, 370, canvas.Light()), 0, 1000)[0]
	if top, bottom := l.Extent(before); top != bottom {
		t.Errorf("a record that is not shown is drawn from %g to %g", top, bottom)
	}
	if first, n := f.Zoom(595, 10).Zoomed(); first != 590 || n != 10 {
		t.Errorf("zoomed beyond the end to %d records from %d", n, first)
	}
	if _, n := z.Zoom(0, 0).Zoomed(); n != 600 {
		t.Errorf("zoomed out to %d records", n)
	}
	checkLabels(t, z, 456, 370)
	checkLabels(t, f.Zoom(100, 300), 456, 370)
}

func TestBandsHaveAtLeastThreePixels(t *testing.T) {
	f, err := NewPresence(small())
	if err != nil {
		t.Fatal(err)
	}
	_, regions := canvas.Render(f, 456, 370, 1, canvas.Light(), nil)
	for _, r := range regions {
		if r.Kind == canvas.PatternRow && r.Rect.Height() < leastBand-1e-6 {
			t.Errorf("pattern %s is %.1f pixels high", r.Key, r.Rect.Height())
		}
	}
}

func TestRarePatternsAreFolded(t *testing.T) {
	f, err := NewPresence(crowded())
	if err != nil {
		t.Fatal(err)
	}
	_, regions := canvas.Render(f, 456, 370, 1, canvas.Light(), nil)
	other, ok := find(regions, canvas.OtherRows, "")
	if !ok {
		t.Fatal("hundreds of patterns and none is folded")
	}
	if other.Rect.Bottom > 370 || other.Rect.Height() < 8 {
		t.Errorf("the folded patterns are drawn in %v", other.Rect)
	}
}

func TestPresenceIsTheSameAtTwiceTheDensity(t *testing.T) {
	f, err := NewPresence(small())
	if err != nil {
		t.Fatal(err)
	}
	_, one := canvas.Render(f, 456, 370, 1, canvas.Light(), nil)
	_, two := canvas.Render(f, 912, 740, 2, canvas.Light(), nil)
	if len(one) != len(two) {
		t.Fatalf("%d and %d regions", len(one), len(two))
	}
	for i := range one {
		if math.Abs(one[i].Rect.Top-two[i].Rect.Top) > 1 || math.Abs(one[i].Rect.Left-two[i].Rect.Left) > 1 {
			t.Errorf("%v became %v", one[i], two[i])
		}
	}
}

// A cell that is there in parts says how much of it.
func TestPartsAreCounted(t *testing.T) {
	d := paired(3, func(i int) (a, b bool) { return false, i == 2 })
	block := d.Blocks[0]
	block.Modality.Columns, block.Numbers = []string{"x", "y"}, dataset.NewMatrix(3, 2)
	block.Numbers.Set(1, 0, math.NaN())
	d.Blocks[0] = block
	f, err := NewPresence(Input{Data: d, Order: AsRead})
	if err != nil {
		t.Fatal(err)
	}
	l := f.Layout(300, 300, canvas.Light())
	x := (l.Columns[0].Left + l.Columns[0].Right) / 2
	at := func(record int) string {
		top, bottom := l.Extent(record)
		return f.CellWords(l, x, (top+bottom)/2)
	}
	if got := at(1); got != "a of 1: 50\u00a0% present (1 of 2 numbers)." {
		t.Errorf("%q", got)
	}
	if at(0) != "" || f.CellWords(l, x+l.Columns[0].Width()+5, l.Body.Top+5) != "" {
		t.Error("what is whole is said to be in parts")
	}
}
