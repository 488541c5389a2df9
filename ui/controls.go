package ui

import (
	"cmp"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// controls are the one quiet row of a pane: its name, and what its figure is
// chosen by. Where the row is narrow they fold before the name is cut: first
// chart, table and text into one button with a menu, then what stands behind them, then
// the drop-downs get narrower, which tell what they say when it is cut, and at last all
// of these but the last are in the menu, too.
type controls struct {
	name    *heading
	choices []*chooser
	modes   *segment
	actions []*button // that stand last
	more    *button   // has in a menu what is folded
	root    *fyne.Container
	wanted  float32 // width when it was laid out last
}

// leastChoice is the least width of a drop-down.
const leastChoice = 56

func newControls(name *heading, choices []*chooser, modes *segment, actions []*button, menu func() *fyne.Menu) *controls {
	c := &controls{name: name, choices: choices, modes: modes, actions: actions}
	c.more = newButton("", theme.MenuDropDownIcon(), func() {
		if canvas := canvasOf(c.more); canvas != nil {
			widget.ShowPopUpMenuAtRelativePosition(menu(), canvas, fyne.NewPos(0, c.more.Size().Height), c.more)
		}
	})
	c.more.IconPlacement = widget.ButtonIconTrailingText
	c.more.Hide()
	c.root = container.New(c, name)
	for _, o := range choices {
		c.root.Add(o)
	}
	c.root.Add(modes.box)
	for _, b := range actions {
		c.root.Add(b)
	}
	c.root.Add(c.more)
	return c
}

// folds is how much of the row is folded.
type folds int

const (
	unfolded      folds = iota
	modesFolded         // chart, table and text are
	actionsFolded       // the rest is, too
	choicesFolded       // and the drop-downs but the last
)

// row lists what stands in the row, in order, and how wide it wants to be.
func (c *controls) row(f folds) (objects []fyne.CanvasObject, width float32) {
	for _, o := range c.standing(f) {
		objects = append(objects, o)
	}
	if f == unfolded {
		objects = append(objects, c.modes.box)
	} else {
		objects = append(objects, c.more)
	}
	if f < actionsFolded {
		for _, b := range c.actions {
			objects = append(objects, b)
		}
	}
	width = c.name.wide()
	for _, o := range objects {
		width += o.MinSize().Width + c.gap()
	}
	return objects, width
}

// standing are the drop-downs that are not folded.
func (c *controls) standing(f folds) []*chooser {
	if n := len(c.choices); f == choicesFolded && n > 0 {
		return c.choices[n-1:]
	}
	return c.choices
}

// yield is by how much the drop-downs can get narrower.
func (c *controls) yield() (width float32) {
	for _, o := range c.choices {
		width += max(0, o.MinSize().Width-leastChoice)
	}
	return width
}

func (c *controls) gap() float32 { return c.name.Theme().Size(theme.SizeNamePadding) }

// Layout implements fyne.Layout.
func (c *controls) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	f := unfolded
	objects, width := c.row(f)
	for c.wanted = width; width > size.Width && f < actionsFolded; {
		f++
		objects, width = c.row(f)
	}
	if f == actionsFolded && width-c.yield() > size.Width {
		f++
		objects, width = c.row(f)
	}
	c.fold(f)
	choices := c.standing(f)
	widths, x := yielding(choices, max(0, width-size.Width)), size.Width
	for i := len(objects) - 1; i >= 0; i-- {
		o := objects[i]
		width := o.MinSize().Width
		if i < len(choices) {
			width = widths[i]
		}
		x -= width
		o.Resize(fyne.NewSize(width, size.Height))
		o.Move(fyne.NewPos(x, 0))
		x -= c.gap()
	}
	c.name.Move(fyne.NewPos(0, 0))
	c.name.Resize(fyne.NewSize(max(0, x), size.Height))
}

// yielding are the widths of drop-downs, the widest of which yield so much.
func yielding(choices []*chooser, over float32) []float32 {
	widths, order, room := make([]float32, len(choices)), make([]int, len(choices)), -over
	for i, o := range choices {
		widths[i], order[i] = o.MinSize().Width, i
		room += widths[i]
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(widths[a], widths[b]) })
	for k, i := range order { // the narrow ones first: what they leave is for the others
		widths[i] = min(widths[i], max(leastChoice, room/float32(len(order)-k)))
		room -= widths[i]
	}
	return widths
}

func (c *controls) fold(f folds) {
	show(c.modes.box, f == unfolded)
	show(c.more, f != unfolded)
	for _, b := range c.actions {
		show(b, f < actionsFolded)
	}
	for i, o := range c.choices {
		show(o, f != choicesFolded || i == len(c.choices)-1)
	}
}

// MinSize implements fyne.Layout.
func (c *controls) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(leastChoice*float32(len(c.choices))+c.more.MinSize().Width, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

// settle lays the row out anew where what it says has another width now.
func (c *controls) settle() {
	if words := c.modes.buttons[c.modes.at].Text; c.more.Text != words {
		c.more.SetText(words)
	}
	if _, wanted := c.row(unfolded); wanted != c.wanted {
		c.root.Refresh()
	}
}

// foldedMenu has what may be folded.
func (p *pane) foldedMenu(do paneActions) *fyne.Menu {
	menu := fyne.NewMenu("")
	for i, b := range p.modes.buttons {
		mode := fyne.NewMenuItem(b.Text, b.OnTapped)
		mode.Checked = i == p.modes.at
		menu.Items = append(menu.Items, mode)
	}
	menu.Items = append(menu.Items, p.row.foldedChoices()...)
	out := fyne.NewMenuItem(say.Text("Export…"), p.export.OnTapped)
	out.Disabled = p.export.Disabled()
	menu.Items = append(menu.Items, fyne.NewMenuItemSeparator(), out,
		fyne.NewMenuItem(say.Form("Maximise %s", p.name.Heading()), func() { do.maximise(p) }))
	return menu
}

// foldedChoices are the drop-downs that are folded, each with what it can say.
func (c *controls) foldedChoices() []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, o := range c.choices {
		if o.Visible() {
			continue
		}
		item := fyne.NewMenuItem(o.Selected, nil)
		item.Disabled, item.ChildMenu = o.Disabled(), fyne.NewMenu("")
		for _, words := range o.Options {
			one := fyne.NewMenuItem(words, func() { o.SetSelected(words) })
			one.Checked = words == o.Selected
			item.ChildMenu.Items = append(item.ChildMenu.Items, one)
		}
		items = append(items, item)
	}
	if len(items) > 0 {
		items = append([]*fyne.MenuItem{fyne.NewMenuItemSeparator()}, items...)
	}
	return items
}
