package format_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// small is a dataset of two modalities; b lacks the record p3.
func small(t testing.TB) *dataset.Dataset {
	t.Helper()
	return openFiles(t, map[string]string{
		"a.csv":      "id,x\np1,1\np2,2\np3,3\n",
		"b.csv":      "id,y,z\np1,1,2\np2,,4\n",
		"labels.csv": "id,label\np1,no\np2,yes\np3,no\n",
	})
}

// writeFiles writes files below a new folder and returns it.
func writeFiles(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func openFiles(t testing.TB, files map[string]string) *dataset.Dataset {
	t.Helper()
	d, err := format.Open(t.Context(), writeFiles(t, files), format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// wantUserError checks that an error is for people and says all the words.
func wantUserError(t testing.TB, err error, says ...string) {
	t.Helper()
	var u *dataset.UserError
	if !errors.As(err, &u) {
		t.Fatalf("got %v, want an error for people", err)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("error %q does not say %q", err, s)
		}
	}
}

func TestReadMaskForms(t *testing.T) {
	d := small(t)
	for name, text := range map[string]string{
		"wide":            "id,a,b\np1,1,0\np2,0,1\n",
		"wide in words":   "ID;b;a\np2;True;False\np1;False;True\n",
		"long":            "id,modality,cause\np1,b,masked\np2,a,no-row\np3,a,present\n",
		"long, commented": "# made by hand\nid,modality,cause\np2,a,masked\np1,b,masked\n",
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(writeFiles(t, map[string]string{"m.csv": text}), "m.csv")
			mask, err := format.ReadMask(t.Context(), file, d)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range []string{"01", "10", "00"} {
				got := string("01"[bit(mask.Hides(i, 0))]) + string("01"[bit(mask.Hides(i, 1))])
				if got != want {
					t.Errorf("record %d: hidden %s, want %s", i, got, want)
				}
			}
		})
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestReadMaskRefuses(t *testing.T) {
	d := small(t)
	for _, c := range []struct{ name, text, says string }{
		{"unknown id", "id,a\np9,0\n", `"p9" (line 2)`},
		{"unknown modality", "id,c\np1,0\n", `no modality "c"`},
		{"unknown modality, long", "id,modality,cause\np1,c,masked\n", `line 2`},
		{"unknown cause", "id,modality,cause\np1,a,gone\n", `unknown cause "gone"`},
		{"odd value", "id,a\np1,2\n", `neither 0 (hidden) nor 1`},
		{"no id", "name,a\np1,1\n", "no id column"},
		{"broken line", "id,a\np1\n", "line 2, is broken"},
		{"twice", "id,a\np1,1\np1,0\n", "says the opposite"},
		{"empty", "", "m.csv is empty"},
		{"ids alone", "id\np1\n", "nothing is said of any modality"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := format.ReadMask(t.Context(), filepath.Join(writeFiles(t, map[string]string{"m.csv": c.text}), "m.csv"), d)
			wantUserError(t, err, c.says)
		})
	}
	_, err := format.ReadMask(t.Context(), filepath.Join(t.TempDir(), "none.csv"), d)
	wantUserError(t, err, "does not exist")
}

// maskParquet is a mask of d that hides everything of its first record, as Parquet.
func maskParquet(t testing.TB, d *dataset.Dataset) []byte {
	t.Helper()
	var b bytes.Buffer
	mask := dataset.NewMask("x", d.Records(), len(d.Blocks), func(i, _ int) bool { return i == 0 })
	if err := format.WriteMaskParquet(&b, d, mask, format.MaskMeta{Mechanism: "x"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestMaskParquetRefused: rows of a Parquet file have numbers and no lines, and its
// metadata stand for the first line.
func TestMaskParquetRefused(t *testing.T) {
	d := small(t)
	file := filepath.Join(t.TempDir(), "m.parquet")
	if err := os.WriteFile(file, maskParquet(t, d), 0o644); err != nil {
		t.Fatal(err)
	}
	renamed, turned := *d, *d
	renamed.IDs = []string{"q1", "p2", "p3"}
	_, err := format.ReadMask(t.Context(), file, &renamed)
	wantUserError(t, err, `"p1" (row 1)`)
	turned.IDs = []string{"p2", "p1", "p3"}
	_, err = format.ReadMask(t.Context(), file, &turned)
	wantUserError(t, err, "metadata say")
}

func TestWrittenMaskReadsBack(t *testing.T) {
	d := small(t)
	file := filepath.Join(t.TempDir(), "m.csv")
	rapid.Check(t, func(t *rapid.T) {
		hidden := rapid.SliceOfN(rapid.Bool(), 6, 6).Draw(t, "hidden")
		mask := dataset.NewMask("x", 3, 2, func(i, m int) bool { return hidden[2*i+m] })
		var b bytes.Buffer
		if err := format.WriteMask(&b, d, mask, format.MaskMeta{Mechanism: "mcar \"cell\" 0.5", Seed: 7}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		back, err := format.ReadMask(t.Context(), file, d)
		if err != nil {
			t.Fatal(err)
		}
		if back.Hash() != mask.Hash() || back.Name != "mcar 'cell' 0.5" {
			t.Fatalf("%q came back as %q:\n%s", mask.Name, back.Name, &b)
		}
	})
}

// The first line says where the mask comes from, and reads back as spreadsheets
// write it and as earlier versions did.
func TestMaskHeader(t *testing.T) {
	d := small(t)
	mask := dataset.NewMask("x", 3, 2, func(i, m int) bool { return i == 0 && m == 0 })
	var b bytes.Buffer
	meta := format.MaskMeta{Mechanism: "by hand", Seed: 3, Root: 7, Rates: mask.Apply(d.Presence).Rates(nil)}
	if err := format.WriteMask(&b, d, mask, meta); err != nil {
		t.Fatal(err)
	}
	head, rows, _ := strings.Cut(b.String(), "\n")
	hash := " sha256=" + mask.Hash()
	// Of 3 records × 2 modalities, p1 lacks a by the mask and p3 lacks b.
	want := `# mechanism="by hand" seed=3 root=7 cell_rate=0.3333 record_rate=0.6667 modality_rates="a=0.3333 b=0.3333"` + hash
	if head != want {
		t.Errorf("got  %s\nwant %s", head, want)
	}
	for _, first := range []string{want, `# mechanism="by hand" seed=3` + hash, `"` + strings.ReplaceAll(want, `"`, `""`) + `",,`} {
		file := filepath.Join(writeFiles(t, map[string]string{"m.csv": first + "\n" + rows}), "m.csv")
		back, err := format.ReadMask(t.Context(), file, d)
		if err != nil || back.Name != "by hand" {
			t.Errorf("%s: read back as %v, %v", first, back, err)
		}
		edited := filepath.Join(writeFiles(t, map[string]string{"m.csv": first + "\n" + strings.Replace(rows, "p1", "p2", 1)}), "m.csv")
		_, err = format.ReadMask(t.Context(), edited, d)
		wantUserError(t, err, "it was edited")
	}
}

func TestChangedMaskIsRefused(t *testing.T) {
	d := small(t)
	var b bytes.Buffer
	mask := dataset.NewMask("x", 3, 2, func(i, m int) bool { return i == 0 && m == 0 })
	if err := format.WriteMask(&b, d, mask, format.MaskMeta{Mechanism: "by hand"}); err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(b.String(), "p1,a", "p2,a", 1)
	_, err := format.ReadMask(t.Context(), filepath.Join(writeFiles(t, map[string]string{"m.csv": changed}), "m.csv"), d)
	wantUserError(t, err, "SHA-256 differs")
}

func TestSharedMasks(t *testing.T) {
	dir := realData(t, "av_digits")
	d, err := format.Open(t.Context(), dir, format.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for file, share := range map[string]float64{"mask_smil_05.csv": .05, "mask_smil_20.csv": .20} {
		mask, err := format.ReadMask(t.Context(), filepath.Join(dir, file), d)
		if err != nil {
			t.Fatal(err)
		}
		audio, _ := d.ModalityIndex("audio")
		kept := 0
		for i, s := range d.Splits {
			if s == "test" && !mask.Hides(i, audio) {
				t.Fatalf("%s: test record %s keeps its audio", file, d.IDs[i])
			}
			if s == "train" && !mask.Hides(i, audio) {
				kept++
			}
		}
		if got := float64(kept) / 1050; got < share-.01 || got > share+.01 {
			t.Errorf("%s keeps the audio of %.3f of the training records, want %.2f", file, got, share)
		}
	}
}
