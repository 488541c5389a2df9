package vm

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"time"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Opening is a dataset that is about to be opened: what was read, how, and
// every decision about it, which can be changed. A change reads anew, in the
// background; a newer one stops it. All methods must be called on the event
// goroutine.
type Opening struct {
	around  *Surroundings
	sources []string
	asked   dataset.Import    // what people decided, not what was recognised
	began   dataset.Import    // asked, as it was at first
	data    *dataset.Dataset  // the newest that could be read; nil for none
	err     error             // of the newest reading
	reading bool              // something is being read, or is about to be
	stop    func()            // ends the reading
	version int               // counts changes: what an older reading says is of no interest
	changed func()            // shows what is new
	remarks []dataset.Problem // of data, the gravest first
	preview Preview           // of data, made when they were read: it looks at every cell
}

// NewOpening goes on from a first reading: its dataset, or its error.
func NewOpening(around *Surroundings, sources []string, asked dataset.Import, data *dataset.Dataset, err error) *Opening {
	o := &Opening{around: around, sources: sources, asked: asked, began: copied(asked), stop: func() {}, changed: func() {}}
	o.take(outcomeOf(data, err))
	return o
}

// outcome is what a reading has brought, with the preview of its data.
type outcome struct {
	data    *dataset.Dataset
	err     error
	preview Preview
}

func outcomeOf(data *dataset.Dataset, err error) outcome {
	if err != nil {
		return outcome{err: err}
	}
	return outcome{data, nil, NewPreview(data)}
}

// Correctable says whether other decisions could help against the error of a
// first reading: not where there is nothing to read.
func Correctable(err error) bool {
	var u *dataset.UserError
	return errors.As(err, &u) && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrPermission)
}

// Observe calls f whenever there is something new to show.
func (o *Opening) Observe(f func()) { o.changed = f }

// Reading says whether a change is being read.
func (o *Opening) Reading() bool { return o.reading }

// Err returns why the data cannot be read as decided, or nil.
func (o *Opening) Err() error { return o.err }

// Document is what can be opened: the data, read by all decisions. It is nil
// while they are read and where they cannot be.
func (o *Opening) Document() *Loaded {
	if o.reading || o.err != nil || o.data == nil {
		return nil
	}
	return &Loaded{Data: o.data, Sources: o.sources}
}

// Preview describes what was read last.
func (o *Opening) Preview() Preview {
	if o.data == nil {
		return Preview{Title: say.Text("Open the data?")}
	}
	return o.preview
}

// Remarks are what reading found odd, the gravest first.
func (o *Opening) Remarks() []dataset.Problem { return o.remarks }

// Close stops reading: nothing will be opened.
func (o *Opening) Close() {
	o.version++
	o.stop()
	o.changed = func() {}
}

// settle is how long decisions must rest before they are read: nobody wants a
// file to be read at every letter that is typed.
const settle = 500 * time.Millisecond

// decide replaces the decisions and reads the data by them.
func (o *Opening) decide(ctx context.Context, asked dataset.Import) {
	o.stop()
	ctx, stop := context.WithCancel(ctx)
	o.asked, o.stop, o.reading = asked, stop, true
	o.version++
	version := o.version
	o.changed()
	again := func() {
		brought := outcomeOf(o.around.Open(ctx, o.sources, asked))
		o.around.Do(func() {
			stop()
			if version != o.version {
				return
			}
			o.reading = false
			o.take(brought)
			o.changed()
		})
	}
	o.around.after(settle, func() {
		if ctx.Err() == nil {
			go again()
		}
	})
}

// take keeps what a reading has brought. After an error the data read before
// stay in sight.
func (o *Opening) take(f outcome) {
	o.err = f.err
	if f.err == nil {
		o.data, o.preview, o.remarks = f.data, f.preview, slices.Clip(dataset.Worst(f.data.Problems))
	}
}
