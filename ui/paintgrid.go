package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// paintGrid paints patterns: a row for each, with a dot for every modality that
// is left and the share of the records that gets it.
type paintGrid struct {
	page *designer
	grid *fyne.Container
	rows []paintRow
	sum  *quotable
	note *quotable // what is not painted
	root fyne.CanvasObject
}

type paintRow struct {
	dots    []*button
	percent *field
	remove  *button
	wrong   *quotable
}

// beginnings are what can be painted from.
var beginnings = []option[vm.Beginning]{
	{vm.OneMissing, say.Mark("each modality missing")}, {vm.OneLeft, say.Mark("each modality alone")},
	{vm.Monotone, say.Mark("monotone, as after drop-out")}, {vm.AsFound, say.Mark("the patterns of the data")},
}

func newPaintGrid(p *designer) *paintGrid {
	g := &paintGrid{page: p, grid: container.New(layout.NewCustomPaddedVBoxLayout(-2)), sum: wrapped(""), note: wrapped("")}
	var titles []string
	for _, b := range beginnings {
		titles = append(titles, say.Text(b.title))
	}
	begin := newChooser(titles, nil)
	begin.PlaceHolder = say.Text("begin with …")
	begin.OnChanged = func(title string) {
		for k, b := range beginnings {
			if titles[k] == title {
				p.model.Paint(func(q *vm.Painting) { q.Fill(b.value) })
				g.fill()
			}
		}
	}
	add := newButton(say.Text("Add a pattern"), theme.ContentAddIcon(), func() {
		p.model.Paint(func(q *vm.Painting) { q.Add() })
		g.fill()
	})
	legend := quiet(say.Text("● stays   ○ is hidden"))
	g.root = container.New(layout.NewCustomPaddedVBoxLayout(2), container.NewBorder(nil, nil, nil, add, begin), legend,
		container.NewHScroll(g.grid), g.sum, g.note)
	g.fill()
	return g
}

// dotWidth is the width of a modality's column.
const dotWidth = float32(64)

// fill makes the rows anew.
func (g *paintGrid) fill() {
	painting := g.page.model.Painting()
	head := container.NewHBox()
	for _, name := range painting.Names() {
		l := quietClipped(name)
		l.Alignment = fyne.TextAlignCenter
		head.Add(container.NewGridWrap(fyne.NewSize(dotWidth, 30), l))
	}
	head.Add(quiet(say.Text("% of records")))
	g.rows, g.grid.Objects = nil, []fyne.CanvasObject{head}
	for i := range painting.Rows {
		row := g.row(i)
		g.rows = append(g.rows, row)
		line := container.NewHBox()
		for _, dot := range row.dots {
			line.Add(container.NewGridWrap(fyne.NewSize(dotWidth, 32), dot))
		}
		line.Add(container.NewGridWrap(fyne.NewSize(84, 34), row.percent))
		line.Add(row.remove)
		g.grid.Add(container.New(layout.NewCustomPaddedVBoxLayout(-6), line, row.wrong))
	}
	g.grid.Refresh()
	g.say()
}

func (g *paintGrid) row(i int) paintRow {
	model := g.page.model
	painted := model.Painting().Rows[i]
	r := paintRow{wrong: newLabel("")}
	r.wrong.Importance = widget.DangerImportance
	r.wrong.Hide()
	for m := range painted.Left {
		dot := newButton("", nil, nil)
		dot.Importance = widget.LowImportance
		dot.OnTapped = func() {
			model.Paint(func(q *vm.Painting) { q.Toggle(i, m) })
			g.say()
		}
		r.dots = append(r.dots, dot)
	}
	r.percent = newField(painted.Percent, func(text string) { model.Paint(func(q *vm.Painting) { q.Rows[i].Percent = text }) })
	r.remove = newButton("", theme.CancelIcon(), func() {
		model.Paint(func(q *vm.Painting) { q.Remove(i) })
		g.fill()
	})
	r.remove.Importance = widget.LowImportance
	return r
}

// say shows which dots are on, what is wrong, and what the shares add up to.
func (g *paintGrid) say() {
	painting := g.page.model.Painting()
	if len(g.rows) != len(painting.Rows) {
		return // the rows are about to be made anew
	}
	for i, r := range g.rows {
		for m, dot := range r.dots {
			sign := "○"
			if painting.Rows[i].Left[m] {
				sign = "●"
			}
			if dot.Text != sign {
				dot.SetText(sign)
			}
		}
		setOrHide(r.wrong, painting.Wrong(i))
	}
	g.sum.Importance = widget.MediumImportance
	if painting.Sum() > 100 {
		g.sum.Importance = widget.DangerImportance
	}
	g.sum.SetText(painting.SumWords())
	setOrHide(g.note, painting.Note())
}
