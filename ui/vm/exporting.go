package vm

import (
	"context"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

// Export writes a figure to a file, whole or not at all, in the format that the
// ending of its name says. It returns at once; done hears how it went, unless stop
// was called before.
func (w *Workbench) Export(path string, f canvas.Figure, page canvas.Page, done func(error)) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		var lacking []rune
		err := guarded(func() error {
			if holdsTable(path) {
				if err := canvas.Tabulate(ctx, f); err != nil {
					return err
				}
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			lacking = lackingIn(path, f)
			return canvas.Export(path, f, page)
		})
		w.around.Do(func() {
			if ctx.Err() != nil {
				return
			}
			cancel()
			if err == nil {
				w.Journal.Note(say.Form("exported %s", path))
			}
			if err == nil && len(lacking) > 0 {
				w.Journal.Note(say.Form("characters of names that no font here draws, written as codes: %s", string(lacking)))
			}
			done(err)
		})
	}()
	return cancel
}

// ExportIsSlow says whether to write a figure to a file takes so long that people
// want to be told, and to stop it: where it holds a table that takes long to make.
func ExportIsSlow(path string, f canvas.Figure) bool {
	slow, ok := f.(canvas.Slow)
	return ok && !slow.Tabled() && holdsTable(path)
}

// lackingIn are the characters that a picture has as codes; a table and a text have
// them as they are.
func lackingIn(path string, f canvas.Figure) []rune {
	switch format, _ := canvas.FormatOf(path); format {
	case canvas.PNG, canvas.SVG, canvas.PDF:
		return canvas.Lacking(f)
	}
	return nil
}

func holdsTable(path string) bool {
	format, err := canvas.FormatOf(path)
	return err == nil && format == canvas.CSV
}
