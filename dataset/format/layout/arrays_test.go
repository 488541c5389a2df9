package layout

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"lacuna/dataset"
)

// npy writes numbers as a file of NumPy.
func npy(shape string, numbers ...float64) *fstest.MapFile {
	head := fmt.Sprintf("{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }", shape)
	head += strings.Repeat(" ", 117-len(head)) + "\n"
	var b bytes.Buffer
	b.WriteString("\x93NUMPY\x01\x00")
	_ = binary.Write(&b, binary.LittleEndian, uint16(len(head)))
	b.WriteString(head)
	_ = binary.Write(&b, binary.LittleEndian, numbers)
	return &fstest.MapFile{Data: b.Bytes()}
}

func findArrays(t *testing.T, fsys fstest.MapFS) *Found {
	t.Helper()
	found, err := Find(t.Context(), Place{FS: fsys, Name: "data"}, dataset.Import{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestArrays(t *testing.T) {
	fsys := files("labels.csv: id,label|p1,a|p2,b")
	fsys["image.npy"] = npy("2, 3", 1, 2, 3, 4, 5, 6)
	found := findArrays(t, fsys)
	if found.Layout != arrays || len(found.Arrays) != 2 {
		t.Fatalf("%s, %d arrays", found.Layout, len(found.Arrays))
	}
	if diff := cmp.Diff([]string{"p1", "p2"}, found.Arrays[1].Words); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(said(found), "its ids are taken for theirs") {
		t.Error(said(found))
	}
	fsys["blood.csv"] = files("b: id,x|p1,1|p2,2")["b"]
	found = findArrays(t, fsys)
	if found.Layout != folderCSV || len(found.Arrays) != 0 || !strings.Contains(said(found), "nothing says which rows of its arrays") {
		t.Errorf("%s, %d arrays: %s", found.Layout, len(found.Arrays), said(found))
	}
}

func TestArraysOfRecords(t *testing.T) {
	fsys := files("labels.csv: id,label|p1,a|p2,b")
	fsys["emb/p1.npy"], fsys["emb/p2.npy"] = npy("2,", 1, 2.5), npy("2,", 3, 4)
	fsys["eeg/p1.npy"], fsys["eeg/p2.npy"] = npy("2, 1", 1, 3), npy("3, 1", 5, 7, 9)
	found := findArrays(t, fsys)
	want := []string{"folder-csv", "labels labels.csv labels", "data eeg/p1.npy + eeg/p2.npy eeg", "data emb/p1.npy + emb/p2.npy emb"}
	if diff := cmp.Diff(want, sketch(found)); diff != "" {
		t.Fatal(diff)
	}
	if diff := cmp.Diff([][]string{{"p1", "p2"}, {"1", "3"}, {"2.5", "4"}}, found.Tables[2].Texts(0, 1, 2)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"p1", "p2"}, {"1", "5"}, {"2", "7"}, {"3", "9"}}, found.Tables[1].Texts(0, 1, 2, 3)); diff != "" {
		t.Error(diff)
	}
}
