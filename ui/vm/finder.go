package vm

import (
	"context"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/query"
	"lacuna/internal/say"
)

// Finder looks for a text in names of modalities and methods and in the records,
// beside the event goroutine; the newest text wins. It goes through what it has
// found without changing the selection.
type Finder struct {
	part
	selection *Selection
	methods   func() []string
	data      *dataset.Dataset
	text      string
	names     []Hit         // modalities and methods
	bits      []uint64      // records
	places    []query.Place // columns that they were found in
	count     int
	at        int // -1 before the first
	searching bool
	asked     int // steps that were asked for while it searched
	cancel    context.CancelFunc
}

// HitKind is what was found.
type HitKind string

// What can be found.
const (
	HitRecord   HitKind = "record"
	HitModality HitKind = "modality"
	HitMethod   HitKind = "method"
)

// Hit is one thing that was found.
type Hit struct {
	Kind   HitKind
	Name   string // id of a record, name of the modality or method
	Record int
	Words  string // where it was found: "site = north"
}

// open forgets what was looked for in other data.
func (f *Finder) open(d *dataset.Dataset) {
	f.stop()
	f.data, f.text, f.names, f.bits, f.places, f.count, f.at = d, "", nil, nil, nil, 0, -1
}

func (f *Finder) stop() {
	if f.cancel != nil {
		f.cancel()
	}
	f.cancel, f.searching = nil, false
}

// Search looks for a text; what was found before stays until the answer is
// there. No text finds nothing.
func (f *Finder) Search(text string) {
	text = strings.TrimSpace(text)
	if f.data == nil || text == f.text {
		return
	}
	f.stop()
	f.text, f.asked = text, 0
	if text == "" {
		f.found(nil, nil, nil)
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel, f.searching = cancel, true
	names, data := f.named(text), f.data
	go func() {
		bits, places, err := query.Find(ctx, data, text)
		f.around.Do(func() {
			if ctx.Err() == nil && err == nil {
				f.stop()
				f.found(names, bits, places)
			}
		})
	}()
	f.emit(FindChanged)
}

// named finds modalities and methods.
func (f *Finder) named(text string) []Hit {
	var out []Hit
	low := strings.ToLower(text)
	for m, name := range f.data.Names() {
		if strings.Contains(strings.ToLower(name), low) {
			n := f.selection.presence.Count(m)
			out = append(out, Hit{HitModality, name, -1, say.Form("a modality, present in %s", say.Count(n, "record", "records"))})
		}
	}
	for _, name := range f.methods() {
		if strings.Contains(strings.ToLower(name), low) {
			out = append(out, Hit{HitMethod, name, -1, say.Text("a method of the comparison")})
		}
	}
	return out
}

func (f *Finder) found(names []Hit, bits []uint64, places []query.Place) {
	f.names, f.bits, f.places, f.count, f.at = names, bits, places, query.Count(bits), -1
	if n := f.asked; n != 0 {
		f.asked = 0
		f.Next(n)
	}
	f.emit(FindChanged)
}

// Searching says whether the answer is still awaited.
func (f *Finder) Searching() bool { return f.searching }

// Count is how many things were found.
func (f *Finder) Count() int { return len(f.names) + f.count }

// Records counts the records among them.
func (f *Finder) Records() int { return f.count }

// Next goes on by n, round the ends, and shows the record that it comes to; while
// the answer is awaited, as soon as it is there.
func (f *Finder) Next(n int) {
	total := f.Count()
	switch {
	case f.searching:
		f.asked += n
		return
	case total == 0:
		return
	}
	if f.at < 0 && n < 0 {
		f.at = 0
	}
	f.at = ((f.at+n)%total + total) % total
	if h, _ := f.Current(); h.Kind == HitRecord {
		f.selection.Visit(h.Record)
	}
	f.emit(FindChanged)
}

// Current is what was come to; false before the first.
func (f *Finder) Current() (Hit, bool) {
	switch {
	case f.at < 0 || f.at >= f.Count():
		return Hit{}, false
	case f.at < len(f.names):
		return f.names[f.at], true
	}
	record := nth(f.bits, f.at-len(f.names))
	where, value := query.Where(f.data, record, f.text)
	return Hit{HitRecord, f.data.IDs[record], record, where + " = " + clipped(value)}, true
}

// clipped is the beginning of a long text.
func clipped(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Words says what was found, and where one is.
func (f *Finder) Words() string {
	switch h, ok := f.Current(); {
	case f.text == "":
		return say.Text("ids, labels, values, words in texts, modalities, methods")
	case f.searching:
		return say.Text("searching…")
	case f.Count() == 0:
		return say.Text("nothing found")
	case ok:
		return say.Form("%s of %s: %s (%s)", Grouped(f.at+1), Grouped(f.Count()), h.Name, h.Words)
	}
	return say.Form("%s; Enter goes to the first", f.matches())
}

// matches says what was found: records by the columns that have the text, modalities
// and methods by their names.
func (f *Finder) matches() string {
	var parts, in []string
	for _, p := range f.places {
		in = append(in, say.Form("%s in %s", Grouped(p.Records), p.Column))
	}
	if f.count > 0 {
		parts = append(parts, say.Form("%s (%s)", say.Count(f.count, "record", "records"), first(in)))
	}
	named := map[HitKind][]string{}
	for _, h := range f.names {
		named[h.Kind] = append(named[h.Kind], h.Name)
	}
	if list := named[HitModality]; len(list) > 0 {
		parts = append(parts, say.Plural(len(list), "modality", "modalities")+" "+first(list))
	}
	if list := named[HitMethod]; len(list) > 0 {
		parts = append(parts, say.Plural(len(list), "method", "methods")+" "+first(list))
	}
	return strings.Join(parts, "; ")
}

// first are the first words of a list, which may be long.
func first(list []string) string {
	const most = 3
	if more := len(list) - most; more > 0 {
		return say.Form("%s and %d more", strings.Join(list[:most], ", "), more)
	}
	return strings.Join(list, ", ")
}

// Select makes the records that were found the selection.
func (f *Finder) Select() {
	if f.count > 0 {
		f.selection.Select(query.Of(query.Term{Kind: query.Found, Value: f.text}))
	}
}
