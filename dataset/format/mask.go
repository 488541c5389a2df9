package format

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"lacuna/dataset"
	"lacuna/dataset/format/layout"
	"lacuna/dataset/format/table"
	"lacuna/internal/say"
)

// MaskMeta is what the first line of a mask file says about where it comes
// from.
type MaskMeta struct {
	Mechanism string        // for example "mcar cell 0.5"
	Root      uint64        // of all random numbers
	Seed      uint64        // repetition
	Rates     dataset.Rates // of what is missing under the mask, natural absence included
}

// maskColumns are the columns of a mask in long form.
var maskColumns = []string{"id", "modality", "cause"}

// ReadMask reads a mask for d: either wide, one 0/1 column per modality (1 =
// present) beside the id, or long, one row id, modality, cause for each hidden
// pair. Records and, in the wide form, modalities that the file does not name
// stay as they are. An unknown id or modality is an error that names it, and so
// are rows that contradict each other and a mask that is not the one whose
// SHA-256 stands in its first line.
func ReadMask(ctx context.Context, path string, d *dataset.Dataset) (*dataset.Mask, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, missingPath(path, err)
	}
	dir, file := filepath.Split(path)
	fsys, err := layout.Folder(filepath.Clean(dir))
	if err != nil {
		return nil, missingPath(path, err)
	}
	tables, err := table.Open(ctx, fsys, file, table.Request{Workers: 1})
	if err != nil {
		return nil, err
	}
	s, err := newMaskTable(tables[0])
	if err != nil {
		return nil, err
	}
	mask, err := s.mask(d)
	if err := cmp.Or(s.Err(), err); err != nil {
		return nil, err
	}
	return s.check(fsys, mask)
}

// maskTable is a table of a mask.
type maskTable struct {
	*table.Table
	id, modality, cause int // columns; −1 for none
	mechanism           string
}

func newMaskTable(t *table.Table) (*maskTable, error) {
	for _, p := range t.Problems {
		if p.Row > 0 {
			return nil, &dataset.UserError{What: say.Kept("%s, line %d, is broken", t.File, p.Row), Why: p.What, Try: say.Mark("Correct the line: a mask must be whole.")}
		}
	}
	if len(t.Names) == 0 {
		return nil, &dataset.UserError{What: say.Kept("%s is empty", t.File), Try: say.Mark("Get the file once more, or make the mask again.")}
	}
	s := &maskTable{Table: t, id: -1, modality: -1, cause: -1, mechanism: stem(t.File)}
	if ids := layout.IDColumns(t.Names); len(ids) > 0 {
		s.id = ids[0]
	} else {
		return nil, &dataset.UserError{What: say.Kept("%s has no id column", t.File), Why: say.Kept("its columns are %s", strings.Join(t.Names, ", ")), Try: say.Mark("Call the column that names the record id.")}
	}
	for j, name := range t.Names {
		switch strings.ToLower(name) {
		case maskColumns[1]:
			s.modality = j
		case maskColumns[2]:
			s.cause = j
		}
	}
	return s, nil
}

// mask reads the pairs that are hidden.
func (s *maskTable) mask(d *dataset.Dataset) (*dataset.Mask, error) {
	h := newPairs(d)
	read := h.wide
	if s.modality >= 0 && s.cause >= 0 {
		read = h.long
	}
	if err := read(s); err != nil {
		return nil, err
	}
	return dataset.NewMask(s.mechanism, d.Records(), len(d.Blocks), func(i, m int) bool { return h.said[m][i] == hidden }), nil
}

// headerForm is the first line of a mask that WriteMask wrote, also as
// spreadsheets write it back: in quotes, with empty cells behind.
var headerForm = regexp.MustCompile(`^"?# mechanism="+([^"]*)"+ seed=(\d+) (?:[^"]*"+[^"]*"+ )?sha256=([0-9a-f]{64})"?[\s,;]*$`)

// check compares the mask with the first line of its file, where that names
// mechanism and SHA-256.
func (s *maskTable) check(fsys fs.FS, mask *dataset.Mask) (*dataset.Mask, error) {
	line, where, instead := parquetLine(fsys, s.File), say.Mark("its metadata say"), say.Mark("Make the mask again, or write it as CSV without such a line to use it as it is.")
	if line == "" {
		where, instead = say.Mark("its first line names"), say.Mark("Remove the first line to use it as it is.")
		var err error
		if line, err = firstLine(fsys, s.File); err != nil {
			return nil, err
		}
	}
	m := headerForm.FindStringSubmatch(line)
	if m == nil {
		return mask, nil
	}
	if m[3] != mask.Hash() {
		return nil, &dataset.UserError{What: say.Kept("%s is not the mask that %s", s.File, where),
			Why: say.Mark("its SHA-256 differs, so it was edited or made for other records"), Try: instead}
	}
	mask.Name = m[1]
	return mask, nil
}

// firstLine reads the first line of a text file, up to a length that no header
// has.
func firstLine(fsys fs.FS, file string) (string, error) {
	f, err := fsys.Open(file)
	if err != nil {
		return "", err
	}
	head, err := io.ReadAll(io.LimitReader(f, 4096))
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head), "\ufeff"), "\n")
	return strings.TrimSuffix(line, "\r"), errors.Join(err, f.Close())
}

// said is what a mask file says of one pair.
type said uint8

const (
	nothing said = iota
	shown
	hidden
)

// place names a row: by its line in a text, by its number in a file that has no
// lines.
func (s *maskTable) place(row int) string {
	if line := s.Line(row); line > 0 {
		return say.Kept("line %d", line)
	}
	return say.Kept("row %d", row+1)
}

// pairs collects what a mask file says.
type pairs struct {
	data  *dataset.Dataset
	index map[string]int
	said  [][]said // per modality, per record
}

func newPairs(d *dataset.Dataset) *pairs {
	h := &pairs{data: d, index: make(map[string]int, d.Records()), said: make([][]said, len(d.Blocks))}
	for i, id := range d.IDs {
		h.index[id] = i
	}
	for m := range h.said {
		h.said[m] = make([]said, d.Records())
	}
	return h
}

// say notes one pair; what was said before must agree.
func (h *pairs) say(s *maskTable, row, m, i int, hide bool) error {
	now := shown
	if hide {
		now = hidden
	}
	if before := h.said[m][i]; before != nothing && before != now {
		return maskError(s, row, say.Kept("an earlier line says the opposite of %s of record %q", h.data.Blocks[m].Modality.Name, h.data.IDs[i]))
	}
	h.said[m][i] = now
	return nil
}

// long reads one pair per row; whatever its cause but present, it is hidden.
func (h *pairs) long(s *maskTable) error {
	cells := s.Texts(s.id, s.modality, s.cause)
	records, err := h.records(s, cells[0])
	if err != nil {
		return err
	}
	for k, i := range records {
		m, err := h.data.ModalityIndex(cells[1][k])
		if err != nil {
			return maskError(s, k, say.English(err))
		}
		cause, err := dataset.ParseCause(cells[2][k])
		if err != nil {
			return maskError(s, k, say.English(err))
		}
		if err := h.say(s, k, m, i, cause != dataset.Present); err != nil {
			return err
		}
	}
	return nil
}

// wide reads one row per record with a 0 for each hidden modality.
func (h *pairs) wide(s *maskTable) error {
	records, err := h.records(s, s.Texts(s.id)[0])
	if err != nil {
		return err
	}
	if len(s.Names) == 1 {
		return maskError(s, -1, say.Mark("beside the id there is no column, so nothing is said of any modality"))
	}
	for j, name := range s.Names {
		if j == s.id {
			continue
		}
		m, err := h.data.ModalityIndex(name)
		if err != nil {
			return maskError(s, -1, say.English(err))
		}
		for k, cell := range s.Texts(j)[0] {
			hide, err := hides(name, cell)
			if err != nil {
				return maskError(s, k, say.English(err))
			}
			if err := h.say(s, k, m, records[k], hide); err != nil {
				return err
			}
		}
	}
	return nil
}

// hides reads one cell of a wide mask.
func hides(column, cell string) (bool, error) {
	switch strings.ToLower(cell) {
	case "0", "0.0", "false":
		return true, nil
	case "1", "1.0", "true":
		return false, nil
	}
	return false, say.Errorf("column %s holds %q, which is neither 0 (hidden) nor 1 (present)", column, cell)
}

// records looks up the ids of a mask.
func (h *pairs) records(s *maskTable, ids []string) ([]int, error) {
	rows := make([]int, len(ids))
	var unknown []string
	n := 0
	for k, id := range ids {
		i, ok := h.index[id]
		if rows[k] = i; ok {
			continue
		}
		if n++; len(unknown) < 5 {
			unknown = append(unknown, fmt.Sprintf("%q (%s)", id, s.place(k)))
		}
	}
	if n == 0 {
		return rows, nil
	}
	if n > len(unknown) {
		unknown = append(unknown, say.Kept("%d more", n-len(unknown)))
	}
	return nil, &dataset.UserError{What: say.Kept("%s does not fit %s", s.File, h.data.Name),
		Why: say.Kept("ids that are not in the dataset: %d, %s", n, strings.Join(unknown, ", ")), Try: say.Mark("Use a mask that was made for this dataset.")}
}

func maskError(s *maskTable, row int, why string) error {
	where := say.Mark("line 1")
	if row >= 0 {
		where = s.place(row)
	}
	return &dataset.UserError{What: say.Kept("%s, %s, is no line of a mask", s.File, where), Why: why,
		Try: say.Mark("A mask has the columns id and one 0/1 column per modality, or id, modality, cause.")}
}

// WriteMask writes the hidden pairs of a mask for d in long form: id,
// modality, cause. Its first line is a comment with the mechanism, the seed and
// the mask's SHA-256. A pair that is hidden but absent anyway keeps its own
// cause.
func WriteMask(w io.Writer, d *dataset.Dataset, mask *dataset.Mask, meta MaskMeta) error {
	if err := fits(mask, d); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, meta.line(d, mask))
	c := csv.NewWriter(out)
	if err := c.Write(maskColumns); err != nil {
		return err
	}
	if err := eachHidden(d, mask, func(id, modality, cause string) error { return c.Write([]string{id, modality, cause}) }); err != nil {
		return err
	}
	c.Flush()
	return errors.Join(c.Error(), out.Flush())
}

func fits(mask *dataset.Mask, d *dataset.Dataset) error {
	if mask.Records() != d.Records() || mask.Modalities() != len(d.Blocks) {
		return say.Errorf("a mask of %d×%d does not fit %d records with %d modalities", mask.Records(), mask.Modalities(), d.Records(), len(d.Blocks))
	}
	return nil
}

// line is the first line of a mask file.
func (m MaskMeta) line(d *dataset.Dataset, mask *dataset.Mask) string {
	return fmt.Sprintf(say.Code("# mechanism=\"%s\" seed=%d root=%d %s sha256=%s"), oneLine(m.Mechanism), m.Seed, m.Root, m.rates(d.Names()), mask.Hash())
}

// eachHidden calls f with every pair that the mask hides.
func eachHidden(d *dataset.Dataset, mask *dataset.Mask, f func(id, modality, cause string) error) error {
	for i, id := range d.IDs {
		for m, b := range d.Blocks {
			if !mask.Hides(i, m) {
				continue
			}
			cause := d.Presence.Cause(i, m)
			if cause == dataset.Present {
				cause = dataset.Masked
			}
			if err := f(id, b.Modality.Name, cause.String()); err != nil {
				return err
			}
		}
	}
	return nil
}

// rates writes the three missing rates, those of the modalities in quotes and
// without a comma, at which a spreadsheet would cut.
func (m MaskMeta) rates(names []string) string {
	words := make([]string, len(m.Rates.Modality))
	for k, r := range m.Rates.Modality {
		words[k] = fmt.Sprintf("%s=%.4f", oneLine(names[k]), r)
	}
	return fmt.Sprintf(say.Code("cell_rate=%.4f record_rate=%.4f modality_rates=\"%s\""), m.Rates.Cell, m.Rates.Record, strings.Join(words, " "))
}

// oneLine makes a text fit into quotes in a line that is cut at commas.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(`"`, "'", ",", " ").Replace(s)), " ")
}
