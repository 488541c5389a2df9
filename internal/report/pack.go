package report

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/charts/canvas"
	"lacuna/dataset"
	"lacuna/internal/say"
)

// manifest lists the files of a pack with their SHA-256; by it a pack is known
// again.
const manifest = "manifest.csv"

// WritePack writes a folder with all that a paper needs of a study. It appears
// whole or not at all. predictions writes the table of all predictions. A folder
// that holds anything but an earlier pack, or one that was edited, is refused.
func WritePack(ctx context.Context, folder string, in Input, predictions func(io.Writer) error) error {
	folder = filepath.Clean(folder)
	if err := ours(folder); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(filepath.Dir(folder), ".lacuna-report-")
	if err != nil {
		return say.Errorf("cannot write beside %s: %w", folder, err)
	}
	defer func() { _ = os.RemoveAll(temporary) }()
	p := &packWriter{ctx: ctx, dir: temporary, sums: map[string]string{}}
	if err := p.all(in, predictions); err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	return replace(folder, temporary)
}

// replace puts the new folder in the place of the old one, which stays until
// the new one is there.
func replace(folder, temporary string) error {
	if err := os.Chmod(temporary, 0o755); err != nil { // made as a private folder
		return err
	}
	old := temporary + ".old"
	if err := os.Rename(folder, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(temporary, folder); err != nil {
		return errors.Join(err, backIfThere(old, folder))
	}
	return os.RemoveAll(old)
}

func backIfThere(old, folder string) error {
	if err := os.Rename(old, folder); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// ours reports a folder whose files somebody would miss.
func ours(folder string) error {
	list, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(list) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	refuse := func(why string) error {
		return &dataset.UserError{What: say.Kept("the folder %s is not replaced", folder), Why: why, Try: say.Mark("Name a new folder after -o")}
	}
	text, err := os.ReadFile(filepath.Join(folder, manifest))
	if err != nil {
		return refuse(say.Mark("it is not empty and holds no report"))
	}
	sums, err := readManifest(text)
	if err != nil {
		return refuse(say.Kept("its %s cannot be read", manifest))
	}
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		name, _ := filepath.Rel(folder, path)
		if err != nil || entry.IsDir() || name == manifest {
			return err
		}
		content, err := os.ReadFile(path)
		if err == nil && sums[filepath.ToSlash(name)] != sum(content) {
			return refuse(say.Kept("%s in it was edited or put there by hand", name))
		}
		return err
	})
}

func readManifest(text []byte) (map[string]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	sums := map[string]string{}
	for _, row := range rows {
		sums[row[0]] = row[len(row)-1]
	}
	return sums, err
}

func sum(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

// packWriter writes the files of a pack. After the first error, or once it is
// stopped, it does nothing.
type packWriter struct {
	ctx  context.Context
	dir  string
	sums map[string]string
	err  error
}

func (p *packWriter) all(in Input, predictions func(io.Writer) error) error {
	doc, err := New(in)
	if err != nil {
		return err
	}
	p.file("report.html", func(w io.Writer) error { return WriteHTML(w, doc) })
	for _, t := range doc.Tables {
		if len(t.Rows) == 0 {
			continue
		}
		p.file("tables/"+t.Name+".tex", func(w io.Writer) error { return writeTeX(w, t) })
		p.file("tables/"+t.Name+".csv", func(w io.Writer) error {
			header, rows := t.numbers()
			return WriteCSV(w, header, rows)
		})
	}
	p.figures(in)
	p.file("methods.md", func(w io.Writer) error {
		_, err := io.WriteString(w, fmt.Sprintf(say.Code("# Methods\n\n%s\n"), strings.Join(doc.Methods, "\n\n")))
		return err
	})
	p.file("checklist.csv", func(w io.Writer) error { return WriteCSV(w, checklistHeader, checklist(in)) })
	p.file("predictions.csv", func(w io.Writer) error { return guardedCSV(w, predictions) })
	p.file("predictions.parquet", func(w io.Writer) error { return WriteParquet(w, in.Study) })
	p.manifest()
	return p.err
}

func (p *packWriter) figures(in Input) {
	p.file("figures/flow.svg", func(w io.Writer) error {
		_, err := io.WriteString(w, flowSVG(in))
		return err
	})
	for _, f := range in.Figures {
		for _, format := range []canvas.Format{canvas.PDF, canvas.SVG, canvas.CSV} {
			p.file("figures/"+f.Name()+"."+string(format), func(w io.Writer) error {
				return canvas.Write(w, f, format, canvas.Page{Bare: true})
			})
		}
	}
}

func (p *packWriter) manifest() {
	var rows [][]string
	for _, name := range slices.Sorted(maps.Keys(p.sums)) {
		rows = append(rows, []string{name, p.sums[name]})
	}
	p.file(manifest, func(w io.Writer) error { return WriteCSV(w, []string{"file", "sha256"}, rows) })
}

// file writes one file and remembers its sum.
func (p *packWriter) file(name string, fill func(io.Writer) error) {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if p.err != nil {
		return
	}
	path := filepath.Join(p.dir, filepath.FromSlash(name))
	if p.err = os.MkdirAll(filepath.Dir(path), 0o755); p.err != nil {
		return
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		p.err = err
		return
	}
	hash := sha256.New()
	out := bufio.NewWriter(io.MultiWriter(f, hash))
	p.err = errors.Join(fill(out), out.Flush(), f.Sync(), f.Close())
	p.sums[name] = hex.EncodeToString(hash.Sum(nil))
}
