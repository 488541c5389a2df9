package format_test

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"lacuna/dataset"
	"lacuna/dataset/format"
)

// A dataset without media, and a file that has gone, say so.
func TestSoundsThatCannotBeHeard(t *testing.T) {
	if _, _, err := format.Sound(context.Background(), &dataset.Dataset{Name: "tables"}, "a.wav"); err == nil || !strings.Contains(err.Error(), "tables has no media files") {
		t.Error(err)
	}
	d := &dataset.Dataset{Media: fstest.MapFS{}}
	if _, _, err := format.Sound(context.Background(), d, "a.wav"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
