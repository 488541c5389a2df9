package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// arrangement is how the four panes stand in the room that there is for them.
type arrangement int

const (
	unarranged arrangement = iota
	inGrid                 // all four are in sight
	beside                 // two columns: a pane of the data, one of the results
	above                  // two rows of the same
	single                 // one pane
)

// What the panes need so that their charts can be read.
const (
	twoWide = 760 // width of two panes beside each other
	twoHigh = 540 // height of two panes above each other
)

func arrangementFor(size fyne.Size) arrangement {
	switch wide, high := size.Width >= twoWide, size.Height >= twoHigh; {
	case wide && high:
		return inGrid
	case wide:
		return beside
	case high:
		return above
	}
	return single
}

// shelf holds panes of which one is in sight, below a strip with their names.
type shelf struct {
	name  string // in project files
	panes []*pane
	strip *segment
	root  fyne.CanvasObject
}

func newShelf(name string, panes ...*pane) *shelf {
	s := &shelf{name: name, panes: panes}
	names := make([]string, len(panes))
	stack := container.NewStack()
	for i, p := range panes {
		names[i] = p.letter + "  " + p.name.Word()
		stack.Add(p.root)
	}
	s.strip = newSegment(func(int) { s.put() }, names...)
	s.root = container.NewBorder(container.New(layout.NewCustomPaddedLayout(2, 0, 6, 6), s.strip.box), nil, nil, nil, stack)
	return s
}

// put shows the chosen pane and hides the others.
func (s *shelf) put() {
	for i, p := range s.panes {
		if i == s.strip.at {
			p.root.Show()
		} else {
			p.root.Hide()
		}
	}
}

// open brings a pane of the shelf to the front.
func (s *shelf) open(p *pane) {
	if i := slices.Index(s.panes, p); i >= 0 && i != s.strip.at {
		s.strip.choose(i)
	}
}

// bring puts the pane of a name in front, without a word to anybody.
func (s *shelf) bring(name string) {
	for i, p := range s.panes {
		if string(p.name) == name && i != s.strip.at {
			s.strip.at = i
			s.strip.mark()
		}
	}
}

// shelves are all there are, in use or not.
func (a *arranging) shelves() []*shelf { return []*shelf{a.first, a.second, a.all} }

// arranging lays out the middle: as many panes in sight as have room.
type arranging struct {
	frame *frame
	now   arrangement

	left, right, columns, pair *container.Split
	first, second, all         *shelf
	content                    fyne.CanvasObject // all panes as they stand now
}

func newArranging(f *frame) *arranging {
	a := &arranging{frame: f}
	p := f.panes
	a.left, a.right = container.NewVSplit(p[0].root, p[2].root), container.NewVSplit(p[1].root, p[3].root)
	a.columns = container.NewHSplit(a.left, a.right)
	a.columns.SetOffset(0.45)
	a.left.SetOffset(0.5)
	a.right.SetOffset(0.42)
	a.first, a.second, a.all = newShelf("left strip", p[0], p[1]), newShelf("right strip", p[3], p[2]), newShelf("strip", p...)
	a.pair = container.NewHSplit(a.first.root, a.second.root)
	a.stand(inGrid)
	return a
}

// stand lets the panes stand in another way.
func (a *arranging) stand(now arrangement) {
	a.now = now
	var shelves []*shelf
	switch now {
	case single:
		a.content, shelves = a.all.root, []*shelf{a.all}
	case beside, above:
		a.pair.Horizontal = now == beside
		a.content, shelves = a.pair, []*shelf{a.first, a.second}
	default:
		a.content = a.columns
		for _, p := range a.frame.panes {
			p.root.Show()
		}
	}
	for _, s := range shelves {
		s.put()
	}
}

// open brings a pane in sight.
func (a *arranging) open(p *pane) {
	switch a.now {
	case single:
		a.all.open(p)
	case beside, above:
		a.first.open(p)
		a.second.open(p)
	}
}

// Layout implements fyne.Layout.
func (a *arranging) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if now := arrangementFor(size); now != a.now {
		a.stand(now)
		a.frame.fill()
		objects = a.frame.middle.Objects
		a.frame.around.Do(a.frame.middle.Refresh)
	}
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// MinSize implements fyne.Layout.
func (*arranging) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(320, 240) }

// collapsing hides the inspector where the window is too narrow for it, unless
// it was asked for.
type collapsing struct{ frame *frame }

// inspectorFrom is the least width of a window that shows the inspector
// unasked.
const inspectorFrom = 1100

// Layout implements fyne.Layout.
func (c *collapsing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f := c.frame
	shown := f.side == sideShown || f.side == "" && size.Width >= inspectorFrom
	if side := f.outer.Trailing; shown != side.Visible() {
		if shown {
			side.Show()
		} else {
			side.Hide()
		}
		f.toolbar.update()
	}
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// MinSize implements fyne.Layout.
func (c *collapsing) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(700, 420) }

// What was asked for of the inspector, as project files have it; "" is neither.
const (
	sideShown  = "shown"
	sideHidden = "hidden"
)

// toggleInspector shows or hides the inspector, whatever the room.
func (f *frame) toggleInspector() {
	f.side = sideShown
	if f.outer.Trailing.Visible() {
		f.side = sideHidden
	}
	f.body.Refresh()
	f.keepLayout()
	f.events.layout(f)
}
