package ui

import (
	"encoding/json"
	"maps"
	"os"

	"fyne.io/fyne/v2"

	"lacuna/ui/vm"
)

// eventLog writes what happens, and where things are, as JSON lines: the only
// handle that scripts have on a Fyne window, which no accessibility tool sees.
// A nil log writes nothing.
type eventLog struct {
	file *os.File
	last map[string]string
}

func openEvents(path string) (*eventLog, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	return &eventLog{file, map[string]string{}}, nil
}

func (e *eventLog) close() {
	if e != nil {
		_ = e.file.Close()
	}
}

// write adds a line unless the last of its kind said the same.
func (e *eventLog) write(kind string, event map[string]any) {
	if e == nil {
		return
	}
	event["event"] = kind
	line, err := json.Marshal(event)
	if err != nil || e.last[kind] == string(line) {
		return
	}
	e.last[kind] = string(line)
	_, _ = e.file.Write(append(line, '\n')) // a log that cannot be written must not stop the work
}

// record notes a change of the workbench.
func (e *eventLog) record(f *frame, c vm.Change) {
	if e == nil {
		return
	}
	b := f.bench
	if b.Document.Data() != nil {
		e.write("data", map[string]any{"name": b.Document.Data().Name, "records": b.Document.Data().Records(), "file": b.Document.File()})
		e.write("selection", map[string]any{"words": b.Selection.Words(), "records": b.Selection.Count()})
		if h, ok := b.Finder.Current(); ok {
			e.write("found", map[string]any{"words": h.Name, "records": b.Finder.Count()})
		}
		e.write("study", map[string]any{"runs": len(b.Comparison.Study().Runs), "strata": len(b.Comparison.Table().Strata), "running": b.Comparison.Running(), "away": b.Away.Following()})
	}
	if c&^(vm.ProgressChanged|vm.LogChanged|vm.SweepChanged) != 0 {
		e.layoutSoon(f)
	}
}

// layoutSoon notes where things are once they have been drawn.
func (e *eventLog) layoutSoon(f *frame) {
	if e != nil {
		f.around.After(settleTime, func() { f.around.Do(func() { e.layout(f) }) })
	}
}

// preview notes what may be opened, and when its decisions have been read.
func (e *eventLog) preview(p *previewPage) {
	if e == nil || p.model.Reading() {
		return
	}
	e.write("preview", map[string]any{"words": p.words.Text, "remarks": len(p.model.Remarks()), "ready": p.model.Document() != nil})
	e.layoutSoon(p.frame)
}

func (e *eventLog) exported(path string) { e.write("exported", map[string]any{"path": path}) }

// layout notes where buttons and regions of figures are, in pixels of the
// window's content.
func (e *eventLog) layout(f *frame) {
	if e == nil {
		return
	}
	at := map[string][4]int{}
	for name, o := range f.targets() {
		if o.Visible() {
			at[name] = place(o)
		}
	}
	for _, p := range f.panes {
		if !p.view.Visible() || p.figure == nil {
			continue
		}
		origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(p.view)
		for _, r := range p.view.regions {
			at[string(p.name)+"/"+string(r.Kind)+"="+r.Key+"/"+r.Sub] = [4]int{
				int(float64(origin.X) + r.Rect.Left), int(float64(origin.Y) + r.Rect.Top), int(r.Rect.Width()), int(r.Rect.Height()),
			}
		}
	}
	e.write("layout", map[string]any{"at": at})
}

func (f *frame) targets() map[string]fyne.CanvasObject {
	t := f.toolbar
	if p := f.previewing; p != nil {
		return p.targets()
	}
	if p := f.designing; p != nil {
		return p.targets()
	}
	if p := f.outside; p != nil {
		return p.targets()
	}
	presence, learning, strata := f.paneOf(vm.PresencePane), f.paneOf(vm.LearningPane), f.paneOf(vm.StrataPane)
	targets := map[string]fyne.CanvasObject{
		"open": t.open, "folder": t.folder, "sample": t.sample, "save": t.save, "compare": t.run, "stop": t.stop, "export": t.export,
		"selection": f.status.more, "order": presence.choice, "metric": strata.metric, "chart": strata.choice, "curves": learning.choice, "smoothing": learning.smooth,
		"export/strata": strata.export, "export/presence": presence.export, "inspector": t.side,
	}
	if f.find.root.Visible() {
		targets["find"] = f.find.field
	}
	if t := f.tour; t.root.Visible() {
		targets["tour/next"], targets["tour/back"], targets["tour/end"], targets["tour/card"] = t.next, t.back, t.end, t.card
	}
	if f.outer.Trailing.Visible() {
		targets["inspector/compare"], targets["inspector/runon"] = f.inspector.compare.run, f.inspector.compare.elsewhere
		if d := f.inspector.compare.protocol.design; d != nil && f.inspector.compare.root.Visible() {
			targets["inspector/design"] = d
		}
		for k, b := range f.inspector.strip.buttons {
			targets["tab/"+f.inspector.tabs[k].name] = b
		}
		if t := f.inspector.record; t.root.Visible() {
			maps.Copy(targets, t.targets())
		}
	}
	return targets
}

func place(o fyne.CanvasObject) [4]int {
	p, s := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
	return [4]int{int(p.X), int(p.Y), int(s.Width), int(s.Height)}
}
