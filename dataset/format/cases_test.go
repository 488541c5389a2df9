package format_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// situation is something that people bring, and what is right. The lines of
// want say what must hold:
//
//	records 12                    so many records
//	modalities blood image        these modalities in any order, no others
//	blood table 12: crp wbc       kind, records that have it, columns where they are listed
//	classes no=6 yes=6            classes with their records
//	labelled 10                   records with a label
//	parts train=8 test=4          the data's own split
//	group site=3                  a group with so many different values
//	blood p01 crp = 0.5           a cell as people write it; missing where it is
//	notes p01 = Slept well.       a text; \n is a line end
//	number blood p01 crp 0.5      a cell as a number
//	image p03 is no-file          why a record lacks a modality
//	says padded + 2 lines         one remark holds all these words
//	silent                        there is no remark
//	fails no id                   opening fails, and the message holds these words
//
// A modality called * is the only one. A file whose name ends in .png or .wav
// holds what drawn and sound make of the words in it.
type situation struct {
	name  string
	files map[string]string
	open  string // path in the folder; "" for the folder
	imp   dataset.Import
	want  string
}

func checkSituations(t *testing.T, list []situation) {
	for _, s := range list {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, s.files)
			d, err := openWith(t, filepath.Join(dir, filepath.FromSlash(s.open)), s.imp)
			for line := range strings.Lines(s.want) {
				if line = strings.TrimSpace(line); line != "" {
					checkLine(t, d, err, line)
				}
			}
			if err != nil && !strings.Contains(s.want, "fails ") {
				t.Errorf("not opened: %v", err)
			}
		})
	}
}

// written writes files into a folder of their own.
func written(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, made(name, content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openWith opens data as an import says.
func openWith(t *testing.T, path string, imp dataset.Import) (*dataset.Dataset, error) {
	return format.Open(t.Context(), path, format.Options{Import: imp})
}

// checkLine holds one line of want against what was read.
func checkLine(t *testing.T, d *dataset.Dataset, err error, line string) {
	t.Helper()
	word, rest, _ := strings.Cut(line, " ")
	if word == "fails" {
		if err == nil {
			t.Errorf("opened; want an error that says %q", rest)
		} else if !holdsAll(err.Error(), rest) {
			t.Errorf("the error says %q, not %q", err, rest)
		}
		return
	}
	if err != nil {
		return
	}
	if got, want, ok := overall(d, word, rest); ok {
		if got != want {
			t.Errorf("%s: got %s, want %s", word, got, want)
		}
		return
	}
	switch word {
	case "says":
		if !slices.ContainsFunc(remarks(d), func(r string) bool { return holdsAll(r, rest) }) {
			t.Errorf("no remark says %q; there are %q", rest, remarks(d))
		}
	case "silent":
		if len(d.Problems) > 0 {
			t.Errorf("remarks: %q", remarks(d))
		}
	default:
		checkBlock(t, d, word, rest)
	}
}

// overall returns what a line about the whole dataset speaks of, as written
// and as it is.
func overall(d *dataset.Dataset, word, rest string) (got, want string, ok bool) {
	switch word {
	case "records":
		return strconv.Itoa(d.Records()), rest, true
	case "labelled":
		return strconv.Itoa(len(d.Labelled())), rest, true
	case "modalities":
		return sortedWords(strings.Join(d.Names(), " ")), sortedWords(rest), true
	case "number":
		words := strings.Fields(rest)
		return numberOf(d, words[0], words[1], words[2]), words[3], true
	case "classes":
		counts := map[string]int{}
		for _, c := range d.Classes {
			counts[c] = 0
		}
		for _, i := range d.Labelled() {
			counts[d.Classes[d.Labels[i]]]++
		}
		return counted(counts), sortedWords(rest), true
	case "parts":
		counts := map[string]int{}
		for _, s := range d.Splits {
			if s != "" {
				counts[partNames[strings.ToLower(s)]]++
			}
		}
		return counted(counts), sortedWords(rest), true
	case "group":
		name, _, _ := strings.Cut(rest, "=")
		different := map[string]bool{}
		for _, g := range d.Groups[name] {
			different[g] = true
		}
		return fmt.Sprintf("%s=%d of %v", name, len(different), slices.Sorted(maps.Keys(d.Groups))), fmt.Sprintf("%s of %v", rest, slices.Sorted(maps.Keys(d.Groups))), true
	}
	return "", "", false
}

// numberOf returns a cell as a number.
func numberOf(d *dataset.Dataset, modality, id, column string) string {
	m, err := d.ModalityIndex(modality)
	if err != nil {
		return err.Error()
	}
	b := d.Blocks[m]
	i, j := slices.Index(d.IDs, id), slices.Index(b.Modality.Columns, column)
	if i < 0 || j < 0 || b.Row(i) == nil {
		return fmt.Sprintf("no such cell in %q, %q", d.IDs, b.Modality.Columns)
	}
	return strconv.FormatFloat(b.Row(i)[j], 'g', -1, 64)
}

var partNames = map[string]string{"train": "train", "training": "train", "test": "test", "testing": "test",
	"validation": "validation", "val": "validation", "valid": "validation", "dev": "validation"}

func counted(counts map[string]int) string {
	var list []string
	for name, n := range counts {
		list = append(list, fmt.Sprintf("%s=%d", name, n))
	}
	return sortedWords(strings.Join(list, " "))
}

func sortedWords(s string) string {
	return strings.Join(slices.Sorted(slices.Values(strings.Fields(s))), " ")
}

// remarks returns each remark as one line.
func remarks(d *dataset.Dataset) []string {
	var list []string
	for _, p := range d.Problems {
		list = append(list, fmt.Sprintf("%s %d %s: %s; %s", p.File, p.Row, p.Column, p.What, p.Done))
	}
	return list
}

// holdsAll says whether a text holds all words between plus signs.
func holdsAll(text, words string) bool {
	for w := range strings.SplitSeq(words, " + ") {
		if !strings.Contains(strings.ToLower(text), strings.ToLower(w)) {
			return false
		}
	}
	return true
}

// checkBlock holds a line about one modality against it.
func checkBlock(t *testing.T, d *dataset.Dataset, name, rest string) {
	t.Helper()
	m, err := d.ModalityIndex(name)
	if name == "*" && len(d.Blocks) == 1 {
		m, err = 0, nil
	}
	if err != nil {
		t.Errorf("%v", err)
		return
	}
	b := d.Blocks[m]
	if place, want, ok := strings.Cut(rest, " = "); ok {
		if got := cellOf(d, m, strings.Fields(place)); got != want {
			t.Errorf("%s %s is %q, want %q", name, place, got, want)
		}
		return
	}
	if id, cause, ok := strings.Cut(rest, " is "); ok {
		i := slices.Index(d.IDs, id)
		if i < 0 || d.Presence.Cause(i, m).String() != cause {
			t.Errorf("%s %s: ids %v, causes %v; want %s", name, id, d.IDs, b.Causes, cause)
		}
		return
	}
	head, columns, listed := strings.Cut(rest, ":")
	if got := fmt.Sprintf("%s %d", b.Modality.Kind, d.Presence.Count(m)); got != strings.TrimSpace(head) {
		t.Errorf("%s: %s records, want %s", name, got, head)
	}
	if got := strings.Join(b.Modality.Columns, " "); listed && got != strings.TrimSpace(columns) {
		t.Errorf("%s: columns %q, want %q", name, got, strings.TrimSpace(columns))
	}
}

// cellOf returns a cell, named by record and column, or a text.
func cellOf(d *dataset.Dataset, m int, place []string) string {
	b := d.Blocks[m]
	i := slices.Index(d.IDs, place[0])
	if i < 0 {
		return fmt.Sprintf("no record of %q", d.IDs)
	}
	if b.Texts != nil {
		return strings.ReplaceAll(b.Texts[i], "\n", `\n`)
	}
	j := slices.Index(b.Modality.Columns, strings.Join(place[1:], " "))
	if j < 0 {
		return fmt.Sprintf("no column of %q", b.Modality.Columns)
	}
	row := b.Row(i)
	if row == nil || math.IsNaN(row[j]) {
		return "missing"
	}
	if b.Modality.Fields == nil {
		return strconv.FormatFloat(row[j], 'g', -1, 64)
	}
	return b.Modality.Fields[j].Format(row[j])
}

// lines makes a table: a header and n lines of a pattern that gets the number
// of the line as %[1]d. The sign @ is no and yes in turn.
func lines(header string, n int, pattern string) string {
	var b strings.Builder
	b.WriteString(header + "\n")
	for i := 1; i <= n; i++ {
		line := strings.ReplaceAll(pattern, "@", [2]string{"yes", "no"}[i%2])
		if strings.Contains(line, "%") {
			line = fmt.Sprintf(line, i)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// labels are the classes no and yes of n records in turn.
func labels(n int) string { return lines("id,label", n, "p%02[1]d,@") }

// made returns the bytes of a file.
func made(name, content string) []byte {
	var size, value int
	switch _, err := fmt.Sscanf(content, "made %d %d", &size, &value); {
	case err != nil:
		return []byte(content)
	case strings.HasSuffix(name, ".png"):
		return drawn(size, value)
	default:
		return sound(size, value)
	}
}

// drawn is a square with one bright pixel more for every value.
func drawn(size, value int) []byte {
	img := image.NewGray(image.Rect(0, 0, size, size))
	for k := range size * size {
		img.SetGray(k%size, k/size, color.Gray{uint8(40 + k*(value+3)%97)})
	}
	var out bytes.Buffer
	_ = png.Encode(&out, img) // a buffer never fails
	return out.Bytes()
}

// sound is a WAV file of 16 bits at 8 kHz, whose pitch is the value.
func sound(samples, value int) []byte {
	var out bytes.Buffer
	le := func(x any) { _ = binary.Write(&out, binary.LittleEndian, x) }
	out.WriteString("RIFF")
	le(uint32(36 + 2*samples))
	out.WriteString("WAVEfmt ")
	le(uint32(16))
	le([]uint16{1, 1})
	le([]uint32{8000, 16000})
	le([]uint16{2, 16})
	out.WriteString("data")
	le(uint32(2 * samples))
	for k := range samples {
		le(int16(8000 * math.Sin(float64(k)*float64(value+5)/40)))
	}
	return out.Bytes()
}

// pictures and sounds are n files in a folder, called by a pattern.
func pictures(n int, pattern string) map[string]string { return several(n, pattern, "made 16 %d") }
func sounds(n int, pattern string) map[string]string   { return several(n, pattern, "made 4000 %d") }

func several(n int, pattern, content string) map[string]string {
	files := map[string]string{}
	for i := 1; i <= n; i++ {
		files[fmt.Sprintf(pattern, i)] = fmt.Sprintf(content, i)
	}
	return files
}

// with joins files; a later one wins.
func with(list ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, files := range list {
		maps.Copy(all, files)
	}
	return all
}

// without leaves files out.
func without(files map[string]string, names ...string) map[string]string {
	left := maps.Clone(files)
	for _, name := range names {
		delete(left, name)
	}
	return left
}
