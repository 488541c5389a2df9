package format

import (
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/feature"
	"lacuna/dataset/format/media"
	"lacuna/internal/folder"
	"lacuna/internal/say"
)

// Generated is what was made for the records of a view that lack a whole
// modality.
type Generated struct {
	// About describes the modalities as they were filled: a table of pixels may
	// turn out to be an image.
	About []dataset.Modality
	// Values are the filled numbers by modality, Len × Columns, in the units of
	// the data; Draws are single draws of the same, where the method draws.
	Values []dataset.Matrix
	Draws  [][]dataset.Matrix
	// Nearest is, for each modality of texts, the row of the view whose text
	// comes nearest to what was made for a row; −1 where none was made. Nil
	// for other modalities.
	Nearest [][]int
	// Media opens the files of the records, from which the length of sounds is
	// taken; it may be nil.
	Media fs.FS
}

// WriteGenerated writes what was made for the records of a view that lack a
// whole modality as files to be looked at, in a folder of their own, which must
// not exist yet: PNG for images, WAV for spectrograms of sounds, a text that really
// exists for texts, and a manifest that says of each what it is. It returns the
// number of files; where there is nothing of these kinds, no folder.
func WriteGenerated(ctx context.Context, dir string, v dataset.View, g Generated) (files int, err error) {
	made := false
	for m := range v.Modalities() {
		for i := range v.Len() {
			made = made || !v.Has(i, m) && (g.drawable(m) || g.Nearest[m] != nil)
		}
	}
	if !made {
		return 0, nil
	}
	err = folder.Create(dir, func(temp string) error {
		w := &generatedWriter{folderWriter: folderWriter{dir: temp, view: v}, Generated: g}
		for m := range v.Modalities() {
			if err := w.modality(ctx, m); err != nil {
				return err
			}
		}
		files = len(w.rows)
		w.table("manifest.csv", []string{"id", "modality", "file", "generated", "what"}, func(write func([]string)) {
			for _, row := range w.rows {
				write(row)
			}
		})
		return w.err
	})
	return files, err
}

// drawable says whether a modality is an image or a spectrogram.
func (g Generated) drawable(m int) bool {
	about := g.About[m]
	switch about.Kind {
	case dataset.Image:
		return len(about.Shape) == 2 || len(about.Shape) == 3 && (about.Shape[2] == 1 || about.Shape[2] == 3 || about.Shape[2] == 4)
	case dataset.Audio:
		return len(about.Shape) == 2
	}
	return false
}

// generatedWriter writes the files of one folder.
type generatedWriter struct {
	folderWriter
	Generated
	rows [][]string // of the manifest
}

func (w *generatedWriter) modality(ctx context.Context, m int) error {
	about := w.view.Modality(m)
	voice := soundOf{}
	if w.drawable(m) && w.About[m].Kind == dataset.Audio {
		voice = soundsOf(ctx, w.view, w.Media, m)
	}
	for i := range w.view.Len() {
		if err := ctx.Err(); err != nil {
			return say.Errorf("writing what was made: stopped: %w", err)
		}
		switch {
		case w.view.Has(i, m):
		case w.Nearest[m] != nil && w.Nearest[m][i] >= 0:
			near := w.Nearest[m][i]
			text, _ := w.view.Text(near, m)
			w.add(i, about.Name, ".txt", say.Kept("the real text of record %s, whose words come nearest to what was made", w.view.ID(near)), func(out io.Writer) error {
				_, err := io.WriteString(out, text)
				return err
			})
		case w.drawable(m):
			w.draw(i, m, "", say.Mark("mean of several draws or a single estimate, as the method fills in"), w.Values[m].Row(i), voice)
			for k, d := range w.Draws {
				w.draw(i, m, fmt.Sprintf(".draw%d", k+1), say.Mark("a single draw"), d[m].Row(i), voice)
			}
		}
		if w.err != nil {
			return w.err
		}
	}
	return nil
}

// draw writes an image or a sound.
func (w *generatedWriter) draw(i, m int, which, what string, row []float64, voice soundOf) {
	about := w.About[m]
	if about.Kind == dataset.Image {
		white := whiteOf(w.view, m)
		w.add(i, about.Name, which+".png", what, func(out io.Writer) error { return png.Encode(out, picture(row, about.Shape, white)) })
		return
	}
	what = say.Kept("%s; sound made from its spectrogram, %.2f s long as the others are in the middle", what, voice.seconds)
	w.add(i, about.Name, which+".wav", what, func(out io.Writer) error {
		return writeWAV(out, voice.made(about, row), voice.rate)
	})
}

// add writes a file and its line of the manifest.
func (w *generatedWriter) add(i int, modality, ending, what string, fill func(io.Writer) error) {
	name := fmt.Sprintf("%s/%05d-%s%s", fileName(modality), i+1, fileName(w.view.ID(i)), ending)
	if w.err == nil {
		w.err = os.MkdirAll(filepath.Join(w.dir, fileName(modality)), 0o755)
	}
	w.file(name, fill)
	w.rows = append(w.rows, []string{w.view.ID(i), modality, name, "yes", what})
}

// fileName keeps the letters and digits of a name.
func fileName(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '_'
	}, name)
	return clean[:min(len(clean), 60)]
}

// whiteOf is what the brightest pixel of a modality can be: 1, or 255 where the
// data go beyond 1.
func whiteOf(v dataset.View, m int) float64 {
	for i := range v.Len() {
		if row := v.Row(i, m); row != nil && slices.Max(row) > 1 {
			return 255
		}
	}
	return 1
}

// picture makes an image of pixels from 0 to white: grey, colours, or colours
// with transparency.
func picture(row []float64, shape []int, white float64) image.Image {
	channels := 1
	if len(shape) == 3 {
		channels = shape[2]
	}
	img := image.NewNRGBA(image.Rect(0, 0, shape[1], shape[0]))
	for p := range shape[0] * shape[1] {
		at := func(k int) uint8 { return uint8(255*min(max(row[p*channels+min(k, channels-1)]/white, 0), 1) + 0.5) }
		c := color.NRGBA{at(0), at(1), at(2), 255}
		if channels == 4 {
			c.A = at(3)
		}
		img.SetNRGBA(p%shape[1], p/shape[1], c)
	}
	return img
}

// soundOf is how the sounds of a modality sound: their sampling rate and how
// long the one in the middle is.
type soundOf struct {
	rate    int
	seconds float64
}

// What is taken where no sound can be opened, and how many are.
const (
	usualRate     = 16000
	usualSeconds  = 1.0
	soundsHeard   = 31
	shortestSound = 0.1
)

// made is a sound that was made from its spectrogram.
func (s soundOf) made(about dataset.Modality, row []float64) []float64 {
	return feature.Spectrogram{Bands: about.Shape[0], Frames: about.Shape[1], Highest: s.rate / 2}.Sound(row, s.rate, s.seconds)
}

// soundsOf looks at some of the sounds that are there.
func soundsOf(ctx context.Context, v dataset.View, files fs.FS, m int) soundOf {
	s := soundOf{usualRate, usualSeconds}
	var rates []int
	var lengths []float64
	for i := 0; i < v.Len() && len(rates) < soundsHeard; i++ {
		name := v.File(i, m)
		if !v.Has(i, m) || name == "" || files == nil {
			continue
		}
		if heard, err := media.LoadSound(ctx, files, name); err == nil && heard.Rate > 0 {
			rates, lengths = append(rates, heard.Rate), append(lengths, float64(len(heard.Samples))/float64(heard.Rate))
		}
	}
	if len(rates) > 0 {
		slices.Sort(rates)
		slices.Sort(lengths)
		s = soundOf{rates[len(rates)/2], max(shortestSound, lengths[len(lengths)/2])}
	}
	return s
}

// writeWAV writes a sound of one channel in 16 bits.
func writeWAV(out io.Writer, samples []float64, rate int) error {
	size := uint32(2 * len(samples))
	head := []any{[4]byte{'R', 'I', 'F', 'F'}, 36 + size, [4]byte{'W', 'A', 'V', 'E'}, [4]byte{'f', 'm', 't', ' '},
		uint32(16), uint16(1), uint16(1), uint32(rate), uint32(2 * rate), uint16(2), uint16(16), [4]byte{'d', 'a', 't', 'a'}, size}
	for _, field := range head {
		if err := binary.Write(out, binary.LittleEndian, field); err != nil {
			return err
		}
	}
	pcm := make([]int16, len(samples))
	for i, x := range samples {
		pcm[i] = int16(min(max(x, -1), 1) * 32767)
	}
	return binary.Write(out, binary.LittleEndian, pcm)
}
