package charts

import (
	"image/color"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// mostClasses is how many a strip of classes shows; beyond, it says nothing.
const mostClasses = 12

// labelled says whether classes can be shown.
func (f *patterns) labelled() bool { return len(f.classes) > 1 && len(f.classes) <= mostClasses }

// mostOneClass is the share of one class from which a pattern nearly tells it,
// in at least fewestTold records.
const (
	mostOneClass = 0.9
	fewestTold   = 10
)

// lopsided finds the class that nearly all labelled records of a pattern have,
// though not nearly all records have it: the pattern by itself tells the label.
func (f *patterns) lopsided(classes []int) (class int, ok bool) {
	total := 0
	for c, n := range classes {
		if total += n; n > classes[class] {
			class = c
		}
	}
	if total < fewestTold || float64(classes[class]) < mostOneClass*float64(total) {
		return class, false
	}
	all, labelled := 0, 0
	for _, l := range f.labels {
		if l != dataset.NoLabel {
			labelled++
		}
		if l == class {
			all++
		}
	}
	return class, float64(all) < mostOneClass*float64(labelled)
}

// leaks names the patterns that nearly tell the class.
func (f *patterns) leaks() string {
	text := ""
	for g, group := range f.groups {
		if !f.labelled() || len(group.Records) < fewestTold {
			continue
		}
		if class, ok := f.lopsided(f.byClass(g)); ok {
			text += say.Form(" The pattern “%s” nearly tells the label: %s of its labelled records are %s.", patternName(group.Pattern, f.names), share(f.byClass(g)[class], sum(f.byClass(g))), f.classes[class])
		}
	}
	return text
}

// balance draws the shares of the classes in a row.
func (u *upset) balance(y float64, classes []int, strength float64) {
	total := 0
	for _, n := range classes {
		total += n
	}
	p, x := u.p, u.strips.Left
	for c, n := range classes {
		w := u.strips.Width() * float64(n) / float64(max(total, 1))
		p.Fill(canvas.Box(x, y-labelStrip/2, x+w, y+labelStrip/2), p.Style.Fade(u.classInk(c), strength))
		x += w
	}
	if p.Style.High {
		p.Outline(canvas.Box(u.strips.Left, y-labelStrip/2, u.strips.Right, y+labelStrip/2), 1, p.Style.Grid)
	}
	if _, ok := u.lopsided(classes); ok {
		p.Outline(canvas.Box(u.strips.Left, y-labelStrip/2, u.strips.Right, y+labelStrip/2), 1.5, p.Style.Caution)
	}
}

// classInk runs from light to dark over the classes, in a tone that is no
// method's.
func (u *upset) classInk(c int) color.NRGBA {
	share := float64(c) / float64(max(len(u.classes)-1, 1))
	return canvas.Mix(u.p.Style.Background, u.p.Style.Text, 0.15+0.75*share)
}

// classEntries explain the strip: the classes from left to right.
func (u *upset) classEntries() []canvas.Entry {
	if !u.striped {
		return nil
	}
	var entries []canvas.Entry
	for c, name := range u.classes {
		ink := u.classInk(c)
		entries = append(entries, canvas.Entry{Text: canvas.Short(name, 16), Draw: func(x, y float64) {
			u.p.Fill(canvas.Box(x-5, y-5, x+5, y+5), ink)
			u.p.Outline(canvas.Box(x-5, y-5, x+5, y+5), 1, u.p.Style.Grid)
		}})
	}
	entries[0].Text = say.Form("label: %s", entries[0].Text)
	return entries
}

// unstriped says why there is no strip of classes, where there are too many.
func (f *patterns) unstriped() string {
	if len(f.classes) <= mostClasses {
		return ""
	}
	return " " + say.Form("%d classes are too many for a strip of them; of up to %d it is drawn.", len(f.classes), mostClasses)
}
