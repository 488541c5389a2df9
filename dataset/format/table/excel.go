package table

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// mostSheets bounds the sheets of a workbook.
const mostSheets = 1000

// oleMagic begins the files of old Excel, and encrypted ones of today.
const oleMagic = "\xd0\xcf\x11\xe0"

var workbookEndings = []string{".xlsx", ".xlsm", ".xltx", ".xltm"}

// excelOpener reads workbooks of Excel since 2007.
var excelOpener = opener{
	endings: workbookEndings,
	is: func(file string, head []byte) bool {
		return isWorkbook(file) || endingOf(file) == ".xls" && (bytes.HasPrefix(head, []byte(zipMagic)) || bytes.HasPrefix(head, []byte(oleMagic)))
	},
	open: openExcel,
}

func isWorkbook(file string) bool { return slices.Contains(workbookEndings, endingOf(file)) }

func openExcel(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error) {
	if head, err := headOf(fsys, file); err == nil && bytes.HasPrefix(head, []byte(oleMagic)) {
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Mark("it is one of Excel before 2007, or is protected by a password"),
			Try: say.Mark("Open it in a spreadsheet program and save it as .xlsx or .csv, without a password.")}
	}
	data, err := readAll(ctx, fsys, file, r.workers())
	if err != nil {
		return nil, err
	}
	var out []*Table
	err = guarded(func() error {
		b, err := openBook(ctx, file, data)
		if err != nil {
			return err
		}
		defer func() { _ = b.f.Close() }()
		out, err = b.tables(r)
		return err
	})
	var u *dataset.UserError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil || errors.As(err, &u):
		return out, err
	}
	return nil, &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.Kept("it is no sound workbook: %s", say.English(err)),
		Try: say.Mark("Open it in a spreadsheet program and save it once more, or as .csv."), Err: err}
}

// book is an open workbook.
type book struct {
	ctx      context.Context
	file     string
	f        *excelize.File
	date1904 bool
	styled   bool // cells need to be looked at for their style
	problems []dataset.Problem
}

func openBook(ctx context.Context, file string, data []byte) (*book, error) {
	most := unpacked(int64(len(data)))
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: most, UnzipXMLSizeLimit: most})
	if err != nil {
		return nil, err
	}
	b := &book{ctx: ctx, file: file, f: f}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		b.date1904 = *p.Date1904
	}
	b.styled = b.markDates()
	b.lookAtParts()
	return b, nil
}

// tables reads the sheets. The first with cells is called by the file, the
// others by file:sheet.
func (b *book) tables(r Request) ([]*Table, error) {
	var out []*Table
	names := b.f.GetSheetList()
	if len(names) > mostSheets {
		return nil, say.Errorf("it has %d sheets", len(names))
	}
	left := mostCells
	for _, name := range names {
		g, err := b.sheet(name, &left)
		if err != nil {
			return nil, err
		}
		if g == nil || len(g.rows) == 0 {
			continue
		}
		file := b.file
		if len(out) > 0 {
			file += ":" + name
		}
		t := g.table(b.ctx, file, r.part(file))
		t.Import.Why = append(t.Import.Why, say.Kept("the sheet %q of a workbook", name))
		out = append(out, t)
	}
	if len(out) == 0 {
		return nil, &dataset.UserError{What: say.Kept("%s cannot be read", b.file), Why: say.Mark("none of its sheets holds a cell"), Try: say.Mark("Check which file was saved.")}
	}
	out[0].Problems = append(out[0].Problems, b.problems...)
	return out, nil
}

// sheet reads the cells of one sheet; nil where it is one of charts. Where cells
// have styles that matter, a second reader in step with the first tells them.
func (b *book) sheet(name string, left *int) (*grid, error) {
	raw, err := b.f.Rows(name)
	if err != nil {
		return nil, nil // a sheet of charts or of old macros has no rows
	}
	defer func() { _ = raw.Close() }()
	styled := raw
	if b.styled {
		if styled, err = b.f.Rows(name); err != nil {
			return nil, err
		}
		defer func() { _ = styled.Close() }()
	}
	g := &grid{sheet: name}
	for row := 1; raw.Next(); row++ {
		if row%256 == 0 && b.ctx.Err() != nil {
			return nil, b.ctx.Err()
		}
		cells, err := raw.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if b.styled && styled.Next() {
			looks, err := styled.Columns(excelize.Options{})
			if err != nil {
				return nil, err
			}
			b.dates(cells, looks)
		}
		if *left -= len(cells); *left < 0 {
			return nil, errCells
		}
		g.add(cells, row)
	}
	return g, raw.Error()
}

// dates writes numbers that are shown as dates as such, and truth values as
// words.
func (b *book) dates(cells, looks []string) {
	for i := range min(len(cells), len(looks)) {
		switch look := looks[i]; {
		case strings.Contains(look, dateMark):
			cells[i] = b.date(cells[i])
		case look == "TRUE" && cells[i] == "1", look == "FALSE" && cells[i] == "0":
			cells[i] = look
		}
	}
}

// date writes the day and time that a number of days since 1900 or 1904 stands
// for; a time of day alone where there is no day.
func (b *book) date(cell string) string {
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil || x < 0 || x > 2958466 { // the year 10000
		return cell
	}
	t, err := excelize.ExcelDateToTime(x, b.date1904)
	switch {
	case err != nil:
		return cell
	case x < 1:
		return t.Format(time.TimeOnly)
	}
	return t.Format(time.DateTime)
}

// parts of a workbook that tell of cells without a value.
var (
	unsolved = regexp.MustCompile(`</f>\s*(<v\s*/>|<v></v>)?\s*</c>`)
	merged   = regexp.MustCompile(`<mergeCell\s`)
	truth    = []byte(`t="b"`)
)

// lookAtParts says what the cells alone do not tell: formulas without a result,
// merged cells, truth values.
func (b *book) lookAtParts() {
	formulas, merges := 0, 0
	b.f.Pkg.Range(func(name, content any) bool {
		part, ok := content.([]byte)
		if ok && strings.HasPrefix(strings.ToLower(name.(string)), "xl/worksheets/") {
			formulas += len(unsolved.FindAllIndex(part, -1))
			merges += len(merged.FindAllIndex(part, -1))
			b.styled = b.styled || bytes.Contains(part, truth)
		}
		return true
	})
	if formulas > 0 {
		b.problems = append(b.problems, dataset.Problem{File: b.file, What: say.Kept("%s no stored result", say.KeptCount(formulas, "formula has", "formulas have")),
			Done: say.Mark("taken as missing; open the workbook in a spreadsheet program and save it")})
	}
	if merges > 0 {
		b.problems = append(b.problems, dataset.Problem{File: b.file, What: say.KeptCount(merges, "range of cells is merged", "ranges of cells are merged"),
			Done: say.Mark("the value counts for the first cell, the others are missing")})
	}
}
