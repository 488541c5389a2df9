package media

import (
	"cmp"
	"context"
	"io/fs"
	"maps"
	"slices"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// Files are the media files of one modality, one per row.
type Files struct {
	Name   string   // of the modality
	Source string   // table or folder that names them, for people
	IDs    []string // of the records, for people
	Paths  []string // in the file system; "" where the row names none
	// Causes say why a path is "" or does not lead to a file (Null, NoFile): who
	// says so reports it. Of files with an ending that is not understood
	// (Unsupported) the content decides. nil: Null for every "".
	Causes []dataset.Cause
	Kind   dataset.Kind // Image, Audio or Text; "" goes by the majority of the files
}

// Options steer decoding.
type Options struct {
	ImageSize  int    // height and width; 0 recognises
	SampleRate int    // highest rate in hertz; 0 recognises
	Workers    int    // goroutines
	Cache      string // folder that keeps features by content hash; "" for none
}

// Decoded is what became of the files.
type Decoded struct {
	Modality dataset.Modality
	// Numbers has one row per file that could be decoded, and Rows says which of
	// it belongs to each path: −1 for none. Rows that name one file share it.
	Numbers  dataset.Matrix
	Rows     []int
	Texts    []string // per path, of texts; else nil
	Causes   []dataset.Cause
	Problems []dataset.Problem
}

// mostNumbers bounds what the files of one modality become: 8 GiB.
const mostNumbers = 1 << 30

// decoder turns the files of one kind into numbers of one length. Its methods
// are called in this order.
type decoder interface {
	// settle decides what is common to all files, from their heads, and returns
	// how many numbers one file makes at least.
	settle(files []*file) (columns int)
	// key names all that was settled and changes what read returns.
	key() string
	// read decodes one file. Several are read at a time.
	read(ctx context.Context, f *file, data []byte) (*content, error)
	// describe says what the numbers of the contents are, and what was found and
	// done to get them.
	describe(files []*file, m *dataset.Modality) []finding
	// row writes the numbers of one content.
	row(c *content, out []float64)
}

// Decode decodes the files. The result does not depend on the number of
// workers, nor on what the cache holds.
func Decode(ctx context.Context, fsys fs.FS, f Files, o Options) (*Decoded, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	s, err := newSet(ctx, fsys, f, o)
	if err != nil {
		return nil, err
	}
	if err := s.survey(ctx); err != nil {
		return nil, err
	}
	out := &Decoded{Modality: dataset.Modality{Name: f.Name, Source: f.Source, Kind: s.kind()}}
	s.setAsideOthers(out.Modality.Kind)
	var found []finding
	switch out.Modality.Kind {
	case dataset.Image:
		found, err = s.numbers(ctx, &images{chosen: o.ImageSize}, out)
	case dataset.Audio:
		found, err = s.numbers(ctx, newSounds(o.SampleRate), out)
	default:
		found, err = s.texts(ctx, out)
	}
	if err != nil {
		return nil, err
	}
	s.takeCauses(out)
	out.Problems = s.report(out.Modality.Kind, found)
	return out, nil
}

// mostSize is the largest height and width that images are brought to.
const mostSize = 1024

func (o Options) check() error {
	if o.ImageSize < 0 || o.ImageSize > mostSize {
		return &dataset.UserError{What: say.Kept("Images of %d×%d pixels", o.ImageSize, o.ImageSize),
			Why: say.Kept("the size is 1 to %d, or 0 to choose it by the images", mostSize)}
	}
	if o.SampleRate < 0 || o.SampleRate > mostRate {
		return &dataset.UserError{What: say.Kept("A sampling rate of %d Hz", o.SampleRate),
			Why: say.Kept("the rate is 1 to %d, or 0 to choose it by the sounds", mostRate)}
	}
	return nil
}

// kind returns the kind that was asked for, or that of most files.
func (s *set) kind() dataset.Kind {
	if s.Kind != "" {
		return s.Kind
	}
	counts := s.absent.kinds
	for i := range s.files {
		counts[s.files[i].kind()]++
	}
	delete(counts, "")
	if len(counts) == 0 {
		return dataset.Text
	}
	// Of equally many, the first in the alphabet.
	return slices.MaxFunc(slices.Sorted(maps.Keys(counts)), func(a, b dataset.Kind) int { return cmp.Compare(counts[a], counts[b]) })
}

// setAsideOthers marks the files whose content is of another kind.
func (s *set) setAsideOthers(kind dataset.Kind) {
	for i := range s.files {
		f := &s.files[i]
		switch {
		case f.cause != dataset.Present:
		case f.format != nil && f.format.kind != kind:
			f.fail(dataset.Unsupported, say.Errorf("the file is %s; this modality is one of %s", kindNouns[f.format.kind][2], kindNouns[kind][1]))
		case f.format == nil && (kind != dataset.Text || f.unlikely):
			f.refuse(f.strangeness())
		}
	}
}

// numbers decodes images or sounds.
func (s *set) numbers(ctx context.Context, d decoder, out *Decoded) ([]finding, error) {
	good := s.present()
	if columns := d.settle(good); len(good)*columns > mostNumbers {
		return nil, tooMany(s.Name, len(good), columns)
	}
	if err := s.decodeAll(ctx, d, good); err != nil {
		return nil, err
	}
	good = s.present()
	found := d.describe(good, &out.Modality)
	columns := len(out.Modality.Columns)
	if len(good)*columns > mostNumbers {
		return nil, tooMany(s.Name, len(good), columns)
	}
	out.Numbers = dataset.NewMatrix(len(good), columns)
	for i, f := range good {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d.row(f.content, out.Numbers.Row(i))
		f.row = i
		f.content.free()
	}
	out.Rows = make([]int, len(s.Paths))
	for i, k := range s.of {
		out.Rows[i] = -1
		if k >= 0 {
			out.Rows[i] = s.files[k].row
		}
	}
	return append(found, s.repeated(good, out.Modality.Kind)...), nil
}

func tooMany(name string, files, columns int) error {
	return &dataset.UserError{
		What: say.Kept("The modality %q does not fit into memory", name),
		Why:  say.Kept("%d files of %d numbers each are %d GB", files, columns, files*columns/125e6),
		Try:  say.Mark("Choose a smaller size of images, or fewer files."),
	}
}

// takeCauses hands out what became of each path.
func (s *set) takeCauses(out *Decoded) {
	out.Causes = s.causes
	for i, k := range s.of {
		if k >= 0 {
			out.Causes[i] = s.files[k].cause
		}
	}
}
