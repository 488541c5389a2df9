package ui

import (
	"context"
	"path/filepath"
	"testing"

	"lacuna/assets/gallery"
	"lacuna/dataset"
	"lacuna/dataset/format"
)

// TestALessonIsWrittenAndOpened: where the person names a new folder, the
// lesson's project is open, ready to compare.
func TestALessonIsWrittenAndOpened(t *testing.T) {
	b := newBench(t)
	b.around.Open = func(ctx context.Context, paths []string, imp dataset.Import) (*dataset.Dataset, error) {
		return format.OpenFiles(ctx, paths, format.Options{Import: imp})
	}
	b.showGallery()
	lesson := gallery.All()[0]
	b.pick.path = filepath.Join(t.TempDir(), lesson.Name)
	b.openLesson(lesson)
	b.wait("the lesson", func() bool { return b.frame.bench.Document.File() != "" })
	if got, want := b.frame.bench.Document.File(), filepath.Join(b.pick.path, lesson.Name+".lacuna"); got != want {
		t.Errorf("%s is open, want %s", got, want)
	}
	if got := len(b.frame.bench.Setup.Spec().Methods); got != len(lesson.Study.Methods) {
		t.Errorf("%d methods, want %d", got, len(lesson.Study.Methods))
	}
}

// TestTheGuideShowsEachPage: no page of the guide fails to be laid out.
func TestTheGuideShowsEachPage(t *testing.T) {
	b := newBench(t)
	b.showGuide()
	if len(b.modals) != 1 {
		t.Fatalf("%d dialogs are open", len(b.modals))
	}
	b.win.Canvas().Capture()
}
