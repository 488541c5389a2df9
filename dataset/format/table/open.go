package table

import (
	"context"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"lacuna/dataset"
	"lacuna/internal/say"
)

// opener is a kind of file that is no delimited text.
type opener struct {
	endings []string                            // of its files, in lower case
	is      func(file string, head []byte) bool // by its first bytes or its ending
	open    func(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error)
}

// endings are those of delimited text, without a final .gz.
var endings = []string{".csv", ".tsv", ".tab", ".psv", ".ssv", ".dat", ".data"}

// Is says whether a file is a table by its ending: .csv is one, .txt is none.
func Is(file string) bool {
	ending := path.Ext(strings.TrimSuffix(strings.ToLower(file), ".gz"))
	return slices.Contains(endings, ending) ||
		slices.ContainsFunc(openers, func(o opener) bool { return slices.Contains(o.endings, ending) })
}

// Open opens the tables of a file: one, or one per sheet of a workbook.
func Open(ctx context.Context, fsys fs.FS, file string, r Request) ([]*Table, error) {
	head, err := headOf(fsys, file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	if dataset.IsPointer(head) {
		return nil, &dataset.UserError{What: say.Kept("%s is no table", file), Why: say.English(dataset.ErrPointer), Try: say.Mark("Open it again when they are there."), Err: dataset.ErrPointer}
	}
	for _, o := range openers {
		if o.is(file, head) {
			return o.open(ctx, fsys, file, r)
		}
	}
	t, err := openText(ctx, fsys, file, r)
	if err != nil {
		return nil, err
	}
	return []*Table{t}, nil
}

// headOf returns the first bytes of a regular file. A pipe or a device would
// hang or never end.
func headOf(fsys fs.FS, file string) ([]byte, error) {
	const enough = 4096
	info, err := fs.Stat(fsys, file)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, say.Error("it is no regular file")
	}
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return io.ReadAll(io.LimitReader(f, enough))
}

func unreadable(file string, err error) error {
	return &dataset.UserError{What: say.Kept("%s cannot be read", file), Why: say.English(err), Try: say.Mark("Check the file and its permissions."), Err: err}
}
