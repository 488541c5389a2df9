package charts

import (
	"fmt"
	"testing"

	"lacuna/charts/canvas"
	"lacuna/dataset"
)

// million is a dataset of 10⁶ records and twenty modalities of one column.
func million(b *testing.B) Input {
	b.Helper()
	const n, k = 1_000_000, 20
	d := dataset.Dataset{Name: "million", IDs: make([]string, n)}
	for i := range n {
		d.IDs[i] = fmt.Sprint(i)
	}
	for m := range k {
		block := dataset.Block{Modality: dataset.Modality{Name: fmt.Sprintf("sensor %d", m), Kind: dataset.Table, Columns: []string{"x"}},
			Numbers: dataset.NewMatrix(n, 1), Causes: make([]dataset.Cause, n)}
		for i := range n {
			if h := (i*2654435761 + m*40503) >> 7 & 1023; h < 8*m && i%3 > 0 {
				block.Causes[i] = dataset.NoFile
			} else if h == 1023 {
				block.Causes[i] = dataset.Unreadable
			}
		}
		d.Blocks = append(d.Blocks, block)
	}
	out, err := dataset.New(d)
	if err != nil {
		b.Fatal(err)
	}
	return Input{Data: out}
}

func BenchmarkPresenceMillion(b *testing.B) {
	in := million(b)
	b.Run("prepare", func(b *testing.B) {
		for b.Loop() {
			if _, err := NewPresence(in); err != nil {
				b.Fatal(err)
			}
		}
	})
	f, err := NewPresence(in)
	if err != nil {
		b.Fatal(err)
	}
	half := make([]uint64, 1_000_000/64)
	for w := range half {
		half[w] = 0xAAAAAAAAAAAAAAAA
	}
	b.Run("select", func(b *testing.B) {
		for b.Loop() {
			f.WithSelection(half)
		}
	})
	b.Run("draw 700×900", func(b *testing.B) { benchmarkDraw(b, f, 700, 900, 1) })
	b.Run("draw 700×900 selected", func(b *testing.B) { benchmarkDraw(b, f.WithSelection(half), 700, 900, 1) })
	b.Run("draw 1400×1800 dense", func(b *testing.B) { benchmarkDraw(b, f, 1400, 1800, 2) })
	in.Order = ByID
	if f, err = NewPresence(in); err != nil {
		b.Fatal(err)
	}
	b.Run("draw by id", func(b *testing.B) { benchmarkDraw(b, f, 700, 900, 1) })
}

func benchmarkDraw(b *testing.B, f canvas.Figure, w, h int, scale float64) {
	img, _ := canvas.Render(f, w, h, scale, canvas.Light(), nil)
	for b.Loop() {
		canvas.Render(f, w, h, scale, canvas.Light(), img)
	}
}

// BenchmarkRender draws every chart of a small study at the size of a pane.
func BenchmarkRender(b *testing.B) {
	in := small()
	for _, info := range All() {
		f, err := New(info.Name, in)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(info.Name, func(b *testing.B) { benchmarkDraw(b, f, 456, 370, 1) })
	}
}
