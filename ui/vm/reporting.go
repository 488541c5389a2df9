package vm

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"strings"

	"lacuna/internal/file"
	"lacuna/internal/report"
	"lacuna/internal/say"
	"lacuna/project"
)

// errNoResults is returned by what needs finished runs.
var errNoResults = say.Error("compare methods first: a report says what came of it")

// Reportable says why no report can be made now, or nil.
func (w *Workbench) Reportable() error {
	if w.Comparison.ran == nil || len(w.Comparison.study.Runs) == 0 {
		return errNoResults
	}
	return nil
}

// ReportName is the file name that a report is proposed to have.
func (w *Workbench) ReportName() string {
	return strings.TrimSuffix(w.Document.ProjectName(), project.Extension) + "-report.html"
}

// Report writes what the command report writes, of the results that are there
// now, to one page of HTML: whole, or not at all. It returns at once; done hears
// how it went, unless stop was called before.
func (w *Workbench) Report(path string, done func(error)) (stop func()) {
	if err := w.Reportable(); err != nil {
		done(err)
		return func() {}
	}
	c, d := w.Comparison, w.Document
	f := report.Finished{
		Data: d.data, Records: d.data.Records(), Spec: *c.ran, Jobs: c.jobs, Study: c.study,
		Remarks: slices.Clone(d.remarks.List), Count: d.remarks.Count, Program: w.around.Version, Go: runtime.Version(),
	}
	source := ""
	if len(d.sources) > 0 {
		source = d.sources[0]
	}
	if w.around.Redo != nil {
		f.Commands = w.around.Redo(d.file, source, f.Spec)
	}
	ctx, cancel := context.WithCancel(context.Background())
	workers := w.around.Workers
	go func() {
		err := writeReport(ctx, path, f, workers)
		w.around.Do(func() {
			if ctx.Err() != nil {
				return
			}
			cancel()
			if err == nil {
				w.Journal.Note(say.Form("report written to %s", path))
			}
			done(err)
		})
	}()
	return cancel
}

func writeReport(ctx context.Context, path string, f report.Finished, workers int) error {
	in, err := report.Gather(ctx, f, workers)
	if err != nil {
		return err
	}
	doc, err := report.New(in)
	if err != nil {
		return err
	}
	var page bytes.Buffer
	if err := report.WriteHTML(&page, doc); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return replaceFile(path, &page)
}

// replaceFile writes a file whole or not at all.
func replaceFile(path string, content *bytes.Buffer) error {
	if err := file.Write(path, content); err != nil {
		return say.Errorf("cannot write %s: %w", path, err)
	}
	return nil
}
