package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"lacuna/dataset"
	"lacuna/dataset/feature"
)

// mediaKinds are the files that can be decoded, by extension.
var mediaKinds = map[string]dataset.Kind{
	".png": dataset.Image, ".jpg": dataset.Image, ".jpeg": dataset.Image, ".gif": dataset.Image,
	".wav": dataset.Audio, ".txt": dataset.Text,
}

// kindOf returns the kind of a media file, or "".
func kindOf(file string) dataset.Kind { return mediaKinds[strings.ToLower(path.Ext(file))] }

// decoder turns the files of one modality into numbers of one length.
type decoder interface {
	head(data []byte) mediaHead
	survey(heads []mediaHead) // once, before decode
	decode(data []byte) ([]float64, error)
	describe(m *dataset.Modality)
	note() (what, done string) // what the survey found that people should know, or ""
}

// mediaHead is what the first look at a file tells.
type mediaHead struct {
	size image.Point // of an image
	rate int         // of a sound, in hertz
	err  error
}

// mediaFiles are the files of one modality, one per row.
type mediaFiles struct {
	name   string // of the modality
	source string // table or folder that names them, for people
	ids    []string
	files  []string // "" where the row names none
	lines  []int    // of the row in source, or nil
}

// decoded is what became of one file.
type decoded struct {
	cause   dataset.Cause
	numbers []float64
	text    string
	latin   bool // the text is no UTF-8
	err     error
}

// part decodes the files. Several are decoded at a time; the result does not
// depend on how many.
func (f mediaFiles) part(ctx context.Context, fsys fs.FS, workers int) (*part, error) {
	p := &part{modality: dataset.Modality{Name: f.name, Source: f.source}, ids: f.ids, lines: f.lines, files: f.files, absent: dataset.NoFile}
	kind := f.kind()
	var d decoder
	switch kind {
	case dataset.Image:
		d = &images{}
	case dataset.Audio:
		d = &sounds{Spectrogram: feature.DefaultSpectrogram}
	}
	if d != nil {
		if err := f.survey(ctx, fsys, workers, d); err != nil {
			return nil, err
		}
	}
	all, err := each(ctx, workers, f.files, func(file string) decoded { return decodeFile(fsys, file, kind, d) })
	if err != nil {
		return nil, err
	}
	if kind == dataset.Text {
		p.takeTexts(all)
	} else {
		p.takeNumbers(all, d)
	}
	p.reportFiles(f, all)
	if d != nil {
		if what, done := d.note(); what != "" {
			p.note(f, what, done)
		}
	}
	return p, nil
}

// kind returns the kind that most files have.
func (f mediaFiles) kind() dataset.Kind {
	counts := map[dataset.Kind]int{}
	for _, file := range f.files {
		if file != "" {
			counts[kindOf(file)]++
		}
	}
	best := dataset.Text
	for _, k := range []dataset.Kind{dataset.Audio, dataset.Image} {
		if counts[k] > counts[best] {
			best = k
		}
	}
	return best
}

// survey shows the decoder the head of every file.
func (f mediaFiles) survey(ctx context.Context, fsys fs.FS, workers int, d decoder) error {
	heads, err := each(ctx, workers, f.files, func(file string) mediaHead {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return mediaHead{err: err}
		}
		return d.head(data)
	})
	d.survey(heads)
	return err
}

// each computes one value per file, several at a time, in order.
func each[T any](ctx context.Context, workers int, files []string, compute func(file string) T) ([]T, error) {
	out := make([]T, len(files))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	const block = 16
	for start := 0; start < len(files); start += block {
		g.Go(func() error {
			for i := start; i < min(start+block, len(files)); i++ {
				out[i] = compute(files[i])
			}
			return ctx.Err()
		})
	}
	return out, g.Wait()
}

func decodeFile(fsys fs.FS, file string, kind dataset.Kind, d decoder) (out decoded) {
	if file == "" {
		return decoded{cause: dataset.Null}
	}
	data, err := fs.ReadFile(fsys, file)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return decoded{cause: dataset.NoFile, err: err}
	case err == nil && kindOf(file) != kind:
		err = fmt.Errorf("no file of the kind %s, as the others are", kind)
	case err == nil && kind == dataset.Text:
		out.text, out.latin, err = decodeText(data)
	case err == nil:
		out.numbers, err = d.decode(data)
	}
	if err != nil {
		return decoded{cause: dataset.Unreadable, err: err}
	}
	return out
}

// decodeText returns a text file's text. Bytes that are no UTF-8 are taken as
// Latin-1, which every byte is.
func decodeText(data []byte) (text string, latin bool, err error) {
	if len(data) == 0 {
		return "", false, errEmptyFile
	}
	data = bytes.TrimRight(toUTF8(data), "\r\n")
	if utf8.Valid(data) {
		return string(data), false, nil
	}
	runes := make([]rune, len(data))
	for i, b := range data {
		runes[i] = rune(b)
	}
	return string(runes), true, nil
}

func (p *part) takeTexts(all []decoded) {
	p.modality.Kind = dataset.Text
	p.texts = make([]string, len(all))
	p.causes = make([]dataset.Cause, len(all))
	p.numbers = dataset.NewMatrix(len(all), 0)
	for i, d := range all {
		p.texts[i], p.causes[i] = d.text, d.cause
	}
}

func (p *part) takeNumbers(all []decoded, d decoder) {
	d.describe(&p.modality)
	p.causes = make([]dataset.Cause, len(all))
	p.numbers = dataset.NewMissing(len(all), len(p.modality.Columns))
	for i, f := range all {
		p.causes[i] = f.cause
		copy(p.numbers.Row(i), f.numbers)
	}
}

// reportFiles lists the files that could not be read, and counts those that
// show nothing.
func (p *part) reportFiles(f mediaFiles, all []decoded) {
	absent, blank, latin := 0, 0, 0
	for i, d := range all {
		switch d.cause {
		case dataset.NoFile:
			if absent++; absent <= maxListed {
				p.problem(f, i, "the file does not exist", "the modality is absent for record "+f.ids[i])
			}
		case dataset.Unreadable:
			p.problem(f, i, "the file cannot be decoded: "+d.err.Error(), "the modality is absent for record "+f.ids[i])
		case dataset.Present:
			if showsNothing(d) {
				blank++
			}
			if d.latin {
				latin++
			}
		}
	}
	if absent > maxListed {
		p.note(f, fmt.Sprintf("%d more files do not exist", absent-maxListed), "the modality is absent for those records")
	}
	if blank > 0 {
		p.note(f, plural(blank, "file holds", "files hold")+" the same value throughout, such as black, silence or blanks, and may stand for missing", "kept")
	}
	if latin > 0 {
		p.note(f, plural(latin, "text is", "texts are")+" no UTF-8", "read as Latin-1")
	}
}

// note says something of all files of a modality.
func (p *part) note(f mediaFiles, what, done string) {
	p.problems = append(p.problems, dataset.Problem{File: f.source, Column: f.name, What: what, Done: done})
}

func (p *part) problem(f mediaFiles, i int, what, done string) {
	problem := dataset.Problem{File: f.files[i], Column: f.name, What: what, Done: done}
	p.problems = append(p.problems, problem)
}

// showsNothing says whether a file holds one value only: a black image,
// digital silence or blank text.
func showsNothing(d decoded) bool {
	if d.numbers == nil {
		return strings.TrimSpace(d.text) == ""
	}
	return !slices.ContainsFunc(d.numbers, func(x float64) bool { return x != d.numbers[0] })
}
