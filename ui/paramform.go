package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/param"
	"lacuna/internal/say"
	"lacuna/ui/vm"
)

// paramForm makes a form from parameters. set changes one; what it refuses is
// shown under the field, and the old value stays in force.
func paramForm(fields []vm.Field, set func(key, text string) error) fyne.CanvasObject {
	box := container.New(layout.NewCustomPaddedVBoxLayout(2))
	part := ""
	for _, field := range fields {
		if field.Part != part {
			part = field.Part
			box.Add(quiet(say.Text(part)))
		}
		box.Add(paramRow(field, func(text string) error { return set(field.Key, text) }))
	}
	if len(fields) == 0 {
		box.Add(quiet(say.Text("This method has no settings.")))
	}
	return box
}

func paramRow(field vm.Field, set func(string) error) fyne.CanvasObject {
	title := newClipped(say.Text(field.Spec.Title))
	about := say.Text(field.Spec.Help)
	help := quiet(about)
	help.Wrapping = fyne.TextWrapWord
	input := paramInput(field, func(text string) {
		if err := set(text); err != nil {
			help.Importance = widget.DangerImportance
			help.SetText(err.Error())
			return
		}
		help.Importance = widget.LowImportance
		help.SetText(about)
	})
	return container.New(layout.NewCustomPaddedVBoxLayout(-4),
		container.New(&shares{[]float32{0.56, 0.44}}, title, input), help)
}

func paramInput(field vm.Field, changed func(string)) fyne.CanvasObject {
	switch field.Spec.Type {
	case param.Bool:
		return newCheckBox("", field.Text == "true", func(on bool) { changed(param.Format(on)) })
	case param.Choice:
		s := newChooser(field.Spec.Choices, nil)
		s.Selected = field.Text
		s.OnChanged = changed
		return s
	}
	return numberEntry(field.Text, changed)
}

// numberEntry reports what is typed at every change.
func numberEntry(text string, changed func(string)) *field {
	return newField(text, func(s string) { changed(strings.TrimSpace(s)) })
}

// quiet is a label for what may be overlooked.
func quiet(text string) *quotable {
	l := newLabel(text)
	l.Importance = widget.LowImportance
	return l
}

// shares lays objects out in one row, each with its share of the width.
type shares struct{ of []float32 }

// Layout implements fyne.Layout.
func (s *shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, o := range objects {
		w := size.Width * s.of[i]
		h := min(size.Height, o.MinSize().Height)
		o.Move(fyne.NewPos(x, (size.Height-h)/2))
		o.Resize(fyne.NewSize(w, h))
		x += w
	}
}

// MinSize implements fyne.Layout.
func (s *shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size.Width += 40
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}
