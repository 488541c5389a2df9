package table

import (
	"context"
	"io/fs"
)

func openText(ctx context.Context, fsys fs.FS, file string, r Request) (*Table, error) {
	panic("table.openText")
}
