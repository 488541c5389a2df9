package format

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"lacuna/dataset"
)

// MaskMeta is what the first line of a mask file says about where it comes
// from.
type MaskMeta struct {
	Mechanism string // for example "mcar cell 0.5"
	Seed      uint64
}

// maskColumns are the columns of a mask in long form.
var maskColumns = []string{"id", "modality", "cause"}

// ReadMask reads a mask for d: either wide, one 0/1 column per modality (1 =
// present) beside the id, or long, one row id, modality, cause for each hidden
// pair. Records and, in the wide form, modalities that the file does not name
// stay as they are. An unknown id or modality is an error that names it, and so
// is a mask that is not the one whose SHA-256 stands in its first line.
func ReadMask(path string, d *dataset.Dataset) (*dataset.Mask, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, missingPath(path, err)
	}
	dir, file := filepath.Split(path)
	data, err := readText(folder(filepath.Clean(dir)), file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	return parseMask(file, data, d)
}

func parseMask(file string, data []byte, d *dataset.Dataset) (*dataset.Mask, error) {
	s, err := newSheet(file, data)
	if err != nil {
		return nil, err
	}
	if len(s.problems) > 0 {
		first := s.problems[0]
		return nil, &dataset.UserError{What: fmt.Sprintf("%s, line %d, is broken", s.file, first.Row), Why: first.What, Try: "Correct the line: a mask must be whole."}
	}
	if s.id = idColumn(s.names); s.id < 0 {
		return nil, noIDColumn(s)
	}
	hidden := newHidden(d)
	if modality := firstNamed(s.names, maskColumns[1:2]); modality >= 0 && firstNamed(s.names, maskColumns[2:]) >= 0 {
		err = hidden.long(s, modality)
	} else {
		err = hidden.wide(s)
	}
	if err != nil {
		return nil, err
	}
	mechanism, sum := maskHeader(data)
	if mechanism == "" {
		mechanism = stemOf(file)
	}
	mask := dataset.NewMask(mechanism, d.Records(), len(d.Blocks), func(i, m int) bool { return hidden.pairs[m][i] })
	if sum != "" && sum != mask.Hash() {
		return nil, &dataset.UserError{What: file + " is not the mask that its first line names",
			Why: "its SHA-256 differs, so it was changed or made for other records", Try: "Remove the first line to use it as it is."}
	}
	return mask, nil
}

// headerForm is the first line of a mask that WriteMask wrote.
var headerForm = regexp.MustCompile(`^# mechanism="([^"]*)" seed=(\d+) sha256=([0-9a-f]{64})\s*$`)

// maskHeader reads mechanism and SHA-256 of the first line, if it has them.
func maskHeader(data []byte) (mechanism, sum string) {
	line, _ := cutLine(data)
	if m := headerForm.FindSubmatch(line); m != nil {
		return string(m[1]), string(m[3])
	}
	return "", ""
}

// hiddenPairs collects what a mask file hides.
type hiddenPairs struct {
	data  *dataset.Dataset
	index map[string]int
	pairs [][]bool // per modality, per record
}

func newHidden(d *dataset.Dataset) *hiddenPairs {
	h := &hiddenPairs{data: d, index: make(map[string]int, d.Records()), pairs: make([][]bool, len(d.Blocks))}
	for i, id := range d.IDs {
		h.index[id] = i
	}
	for m := range h.pairs {
		h.pairs[m] = make([]bool, d.Records())
	}
	return h
}

// long reads one hidden pair per row; whatever its cause, it is hidden.
func (h *hiddenPairs) long(s *sheet, modality int) error {
	cells := s.texts([]int{s.id, modality, firstNamed(s.names, maskColumns[2:])})
	records, err := h.records(s, cells[0])
	if err != nil {
		return err
	}
	for k, i := range records {
		m, err := h.data.ModalityIndex(cells[1][k])
		if err != nil {
			return maskError(s, s.rows[k].line, err.Error())
		}
		cause, err := dataset.ParseCause(cells[2][k])
		if err != nil {
			return maskError(s, s.rows[k].line, err.Error())
		}
		h.pairs[m][i] = cause != dataset.Present
	}
	return nil
}

// wide reads one row per record with a 0 for each hidden modality.
func (h *hiddenPairs) wide(s *sheet) error {
	if err := s.takeIDs(); err != nil {
		return err
	}
	records, err := h.records(s, s.ids)
	if err != nil {
		return err
	}
	for j, name := range s.names {
		if j == s.id {
			continue
		}
		m, err := h.data.ModalityIndex(name)
		if err != nil {
			return maskError(s, 1, err.Error())
		}
		for k, cell := range s.text(j) {
			switch cell {
			case "0", "0.0", "false", "False", "FALSE":
				h.pairs[m][records[k]] = true
			case "1", "1.0", "true", "True", "TRUE":
			default:
				return maskError(s, s.rows[k].line, fmt.Sprintf("column %s holds %q, which is neither 0 (hidden) nor 1 (present)", name, cell))
			}
		}
	}
	return nil
}

// records looks up the ids of a mask.
func (h *hiddenPairs) records(s *sheet, ids []string) ([]int, error) {
	rows := make([]int, len(ids))
	var unknown []string
	for k, id := range ids {
		i, ok := h.index[id]
		if !ok {
			unknown = append(unknown, fmt.Sprintf("%q (line %d)", id, s.rows[k].line))
		}
		rows[k] = i
	}
	if len(unknown) > 0 {
		return nil, &dataset.UserError{What: fmt.Sprintf("%s does not fit %s", s.file, h.data.Name),
			Why: plural(len(unknown), "id is", "ids are") + " not in the dataset: " + someOf(unknown), Try: "Use a mask that was made for this dataset."}
	}
	return rows, nil
}

func maskError(s *sheet, line int, why string) error {
	return &dataset.UserError{What: fmt.Sprintf("%s, line %d, is no line of a mask", s.file, line), Why: why,
		Try: "A mask has the columns id and one 0/1 column per modality, or id, modality, cause."}
}

// WriteMask writes the hidden pairs of a mask for d in long form: id,
// modality, cause. Its first line is a comment with the mechanism, the seed and
// the mask's SHA-256. A pair that is hidden but absent anyway keeps its own
// cause.
func WriteMask(w io.Writer, d *dataset.Dataset, mask *dataset.Mask, meta MaskMeta) error {
	if mask.Records() != d.Records() || mask.Modalities() != len(d.Blocks) {
		return fmt.Errorf("a mask of %d×%d does not fit %d records with %d modalities", mask.Records(), mask.Modalities(), d.Records(), len(d.Blocks))
	}
	out := bufio.NewWriter(w)
	mechanism := strings.Join(strings.Fields(strings.ReplaceAll(meta.Mechanism, `"`, "'")), " ")
	fmt.Fprintf(out, "# mechanism=\"%s\" seed=%d sha256=%s\n", mechanism, meta.Seed, mask.Hash())
	c := csv.NewWriter(out)
	rows := [][]string{slices.Clone(maskColumns)}
	for i, id := range d.IDs {
		for m, b := range d.Blocks {
			if !mask.Hides(i, m) {
				continue
			}
			cause := d.Presence.Cause(i, m)
			if cause == dataset.Present {
				cause = dataset.Masked
			}
			rows = append(rows, []string{id, b.Modality.Name, cause.String()})
		}
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	return out.Flush()
}
