package charts

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

func figure(t testing.TB, name string, in Input) canvas.Figure {
	t.Helper()
	f, err := New(name, in)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func write(t testing.TB, f canvas.Figure, format canvas.Format, page canvas.Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := canvas.Write(&b, f, format, page); err != nil {
		t.Fatalf("%s as %s: %v", f.Name(), format, err)
	}
	return b.Bytes()
}

func TestSameFigureSameBytes(t *testing.T) {
	in := small()
	for _, info := range All() {
		f, again := figure(t, info.Name, in), figure(t, info.Name, in)
		for _, format := range canvas.Formats() {
			a, b := write(t, f, format, canvas.Page{DPI: 60}), write(t, again, format, canvas.Page{DPI: 60})
			if !bytes.Equal(a, b) {
				t.Errorf("%s as %s: two exports differ", info.Name, format)
			}
		}
	}
}

func TestPNG(t *testing.T) {
	f := figure(t, "strata", small())
	b := write(t, f, canvas.PNG, canvas.Page{Width: 16, Height: 10})
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 1890 || size.Y != 1181 {
		t.Errorf("16 × 10 cm at 300 dots per inch are %v", size)
	}
	for _, want := range []string{"tEXtDescription\x00", "iTXtDescription\x00", "pHYs", f.Description().Long} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

func TestSVG(t *testing.T) {
	for _, info := range All() {
		f := figure(t, info.Name, small())
		b := write(t, f, canvas.SVG, canvas.Page{})
		var doc struct {
			Title string `xml:"title"`
			Desc  string `xml:"desc"`
		}
		if err := xml.Unmarshal(b, &doc); err != nil {
			t.Fatalf("%s: %v", info.Name, err)
		}
		if doc.Title != f.Title() || doc.Desc != f.Description().Long {
			t.Errorf("%s: title %q, description %q", info.Name, doc.Title, doc.Desc)
		}
		if !bytes.Contains(b, []byte("@font-face")) || len(b) > 300_000 {
			t.Errorf("%s: %d bytes, font embedded: %v", info.Name, len(b), bytes.Contains(b, []byte("@font-face")))
		}
	}
}

func TestPDF(t *testing.T) {
	in := small()
	study := *in.Study
	study.Modalities = []string{"table", "image", "φ", "文"}
	in.Study = &study
	b := write(t, figure(t, "attention", in), canvas.PDF, canvas.Page{})
	if !bytes.HasPrefix(b, []byte("%PDF-1.")) || !bytes.Contains(b, []byte("/Title")) || len(b) > 100_000 {
		t.Errorf("%d bytes that begin %q", len(b), b[:8])
	}
}

func TestCSVCarriesItsContext(t *testing.T) {
	in := small()
	rows, err := csv.NewReader(bytes.NewReader(write(t, figure(t, "strata", in), canvas.CSV, canvas.Page{}))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for k, name := range rows[0] {
		at[name] = k
	}
	for _, want := range []string{"stratum", "method", "metric", "value", "ci95_low", "ci95_high", "n_test", "n_dev", "seeds", "interval", "dataset_sha256"} {
		if k, ok := at[want]; !ok || rows[1][k] == "" {
			t.Errorf("no column %s, or nothing in it", want)
		}
	}
	if len(rows)-1 < 4*len(in.Table.Methods) {
		t.Errorf("%d rows", len(rows)-1)
	}
}

func TestTextFitsATerminal(t *testing.T) {
	for _, info := range All() {
		text := string(write(t, figure(t, info.Name, small()), canvas.TXT, canvas.Page{}))
		for _, line := range strings.Split(strings.SplitAfterN(text, "\n", 3)[2], "\n") {
			if n := len([]rune(line)); n > 80 {
				t.Errorf("%s: a line of %d characters: %s", info.Name, n, line)
			}
		}
	}
}

func TestExportIsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	f := figure(t, "patterns", small())
	if err := canvas.Export(filepath.Join(dir, "a.docx"), f, canvas.Page{}); err == nil || !strings.Contains(err.Error(), ".svg") {
		t.Errorf("a .docx gives %v", err)
	}
	if err := canvas.Export(filepath.Join(dir, "missing", "a.csv"), f, canvas.Page{}); err == nil {
		t.Error("no error for a folder that is not there")
	}
	path := filepath.Join(dir, "a.csv")
	for range 2 {
		if err := canvas.Export(path, f, canvas.Page{}); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info, err)
	}
}

// full fails after some bytes, as a disk does.
type full struct{ room int }

var errFull = errors.New("no space left")

func (w *full) Write(b []byte) (int, error) {
	if len(b) > w.room {
		return 0, errFull
	}
	w.room -= len(b)
	return len(b), nil
}

func TestWriteReportsAFullDisk(t *testing.T) {
	f := figure(t, "patterns", small())
	for _, format := range canvas.Formats() {
		if err := canvas.Write(&full{10}, f, format, canvas.Page{DPI: 40}); !errors.Is(err, errFull) {
			t.Errorf("%s: %v", format, err)
		}
	}
	if err := canvas.Write(io.Discard, f, "gif", canvas.Page{}); err == nil {
		t.Error("no error for an unknown format")
	}
}

func TestRenderReusesItsImage(t *testing.T) {
	f := figure(t, "patterns", small())
	first, _ := canvas.Render(f, 300, 200, 1, canvas.Light(), nil)
	before := bytes.Clone(first.Pix)
	second, _ := canvas.Render(f, 300, 200, 1, canvas.Light(), first)
	if second != first || !bytes.Equal(before, second.Pix) {
		t.Error("drawing again gives another image")
	}
	if third, _ := canvas.Render(f, 301, 200, 1, canvas.Light(), first); third == first || third.Stride != 4*301 {
		t.Error("an image of the wrong size was reused")
	}
	if dark, _ := canvas.Render(f, 300, 200, 1, canvas.Dark(), first); dark.RGBAAt(1, 1).R > 40 {
		t.Error("the dark style has a light background")
	}
}

func TestFiguresAreSafeForManyGoroutines(t *testing.T) {
	in := small()
	for _, info := range All() {
		f := figure(t, info.Name, in)
		want, _ := canvas.Render(f, 300, 240, 1, canvas.Light(), nil)
		var wait sync.WaitGroup
		for range 3 {
			wait.Go(func() {
				got, _ := canvas.Render(f, 300, 240, 1, canvas.Light(), nil)
				if !bytes.Equal(got.Pix, want.Pix) || f.Title() == "" {
					t.Errorf("%s: drawn at once with others it looks different", info.Name)
				}
			})
		}
		wait.Wait()
	}
}

var update = flag.Bool("update", false, "write the golden texts anew")

// TestGolden compares the charts in characters with what was agreed on: as
// pictures they change with the font, as text they do not.
func TestGolden(t *testing.T) {
	in := small()
	table := metric.Table{Modalities: in.Table.Modalities, Methods: []string{"mean+logistic", "attention"}, Chance: 0.25, Majority: 0.31, Intervals: "95 % intervals by Wilson's method"}
	for _, s := range []struct {
		stratum metric.Stratum
		n       int
		a, b    float64
	}{
		{metric.Stratum{Name: "all", Title: "all records", Kind: metric.AllRecords}, 120, 0.8, 0.9},
		{metric.Stratum{Name: "without:image", Title: "image missing", Kind: metric.WithoutOne}, 34, 0.55, 0.75},
		{metric.Stratum{Name: "pattern:table", Title: "table present", Kind: metric.OnePattern, Pattern: "1000"}, 12, 0.5, 0.6},
		{metric.Stratum{Name: "pattern:image", Title: "image present", Kind: metric.OnePattern, Pattern: "0100"}, 4, 0.25, 0.75},
	} {
		table.Strata = append(table.Strata, s.stratum)
		var scores []metric.Score
		for _, p := range []float64{s.a, s.b} {
			correct := int(p*float64(s.n) + 0.5)
			scores = append(scores, metric.Score{N: s.n, NDev: 4 * s.n, Runs: 1, Correct: correct, Accuracy: float64(correct) / float64(s.n), CI95: metric.Wilson(correct, s.n)})
		}
		table.Scores = append(table.Scores, scores)
	}
	in.Table = &table
	for _, name := range []string{"presence", "patterns", "comissing", "learning", "strata"} {
		path := filepath.Join("testdata", name+".txt")
		got := write(t, figure(t, name, in), canvas.TXT, canvas.Page{})
		if *update {
			if err := os.WriteFile(path, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s (go test ./charts -run Golden -update, if this is meant):\n%s", name, diff)
		}
	}
}

// TestPagesAreAsHighAsTheirRows: a page without a height has that which the rows
// of its figure need.
func TestPagesAreAsHighAsTheirRows(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(write(t, figure(t, "generated", small()), canvas.PNG, canvas.Page{DPI: 96})))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.Y <= size.X {
		t.Errorf("four modalities of six records each are drawn on %v", size)
	}
}

// A file says in which language its words are.
func TestFilesNameTheirLanguage(t *testing.T) {
	f := figure(t, "patterns", fixture(40, []string{"image", "text"}, []string{"mean+logistic"}))
	same := func(text string) string { return text }
	for _, spoken := range []*say.Language{nil, {Tag: "es", Text: same, Plural: func(many string, _ int) string { return many }}} {
		say.Speak(spoken)
		tag := say.Tag()
		pdf, svg := write(t, f, canvas.PDF, canvas.Page{}), write(t, f, canvas.SVG, canvas.Page{})
		say.Speak(nil)
		if !bytes.Contains(pdf, []byte("/Lang ("+tag+")")) || !bytes.Contains(svg, []byte(`xml:lang="`+tag+`"`)) {
			t.Errorf("a figure in %s does not say so", tag)
		}
	}
}
