package project

import (
	"bytes"
	"errors"
	"lacuna/dataset"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The file looks as it always has since its schema, and can still be read.
func TestSchema4(t *testing.T) {
	golden := filepath.Join("testdata", "schema4.lacuna")
	text, err := encode(example())
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(kept), string(text)); diff != "" {
		t.Error(diff)
	}
	p, err := Open(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), p); diff != "" {
		t.Error(diff)
	}
}

// A file of schema 3 knew neither how two methods are compared nor painted
// patterns. One of the last versions that wrote that number did, and is read, too.
func TestSchema3(t *testing.T) {
	p, err := Open(filepath.Join("testdata", "schema3.lacuna"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(earlier(), p); diff != "" {
		t.Error(diff)
	}
	text, err := encode(example())
	if err != nil {
		t.Fatal(err)
	}
	p, err = decode("study.lacuna", bytes.Replace(text, []byte(`"schema": 4`), []byte(`"schema": 3`), 1))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(example(), p); diff != "" {
		t.Error(diff)
	}
}

// A file of schema 2 had definitions of charts and a pair to compare, which
// nothing read.
func TestSchema2(t *testing.T) {
	p, err := Open(filepath.Join("testdata", "schema2.lacuna"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(earlier(), p); diff != "" {
		t.Error(diff)
	}
}

// A file of schema 1, in which the reader stood by itself, is brought to
// today's schema. Its numbers keep all their digits.
func TestSchema1(t *testing.T) {
	want := earlier()
	want.Dataset.Import = dataset.Import{Reader: "folder", ID: "patient"}
	want.Dataset.Remarks, want.Dataset.More = Remarks{}, nil
	p, err := Open(filepath.Join("testdata", "schema1.lacuna"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Error(diff)
	}
}

func TestSchema1WithoutDecisions(t *testing.T) {
	p, err := decode("study.lacuna", []byte(`{"schema": 1, "dataset": {"sample": true, "name": "sample", "records": 600, "sha256": "00"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Dataset{Sample: true, Name: "sample", Records: 600, SHA256: "00"}, p.Dataset); diff != "" {
		t.Error(diff)
	}
}

func TestNewerIsRefusedKindly(t *testing.T) {
	_, err := decode("study.lacuna", []byte(`{"schema": 5, "something": "new"}`))
	var newer *NewerError
	if !errors.As(err, &newer) || newer.Schema != 5 {
		t.Fatalf("error %v, want a NewerError", err)
	}
	for _, want := range []string{"study.lacuna", "newer version", "schema 5"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}
