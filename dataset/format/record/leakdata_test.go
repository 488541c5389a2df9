package record

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lacuna/dataset"
)

// realTables reads the tables of a real dataset that lies beside the source
// tree of some machines: an id and numbers in every line.
func realTables(t *testing.T, name string) (labels []int, classes, ids []string, blocks []dataset.Block) {
	t.Helper()
	dir := filepath.Join("../../../../shared/data", name)
	cells := realCells(t, filepath.Join(dir, "labels.csv"))
	for _, line := range cells[1:] {
		ids = append(ids, line[0])
		l := dataset.NoLabel
		if line[1] != "" {
			if l = slices.Index(classes, line[1]); l < 0 {
				l, classes = len(classes), append(classes, line[1])
			}
		}
		labels = append(labels, l)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.csv"))
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), ".csv")
		if slices.Contains([]string{"labels", "split", "features", "media"}, base) || strings.HasPrefix(base, "mask") {
			continue
		}
		blocks = append(blocks, realBlock(base, ids, realCells(t, file)))
	}
	return labels, classes, ids, blocks
}

func realBlock(name string, ids []string, cells [][]string) dataset.Block {
	b := dataset.Block{Modality: dataset.Modality{Name: name, Source: name + ".csv", Columns: cells[0][1:], Kind: dataset.Table}}
	b.Numbers = dataset.NewMissing(len(ids), len(cells[0])-1)
	b.Causes = slices.Repeat([]dataset.Cause{dataset.NoRow}, len(ids))
	rows := map[string]int{}
	for i, id := range ids {
		rows[id] = i
	}
	for _, line := range cells[1:] {
		i := rows[line[0]]
		for j, cell := range line[1:] {
			if x, err := strconv.ParseFloat(cell, 64); err == nil {
				b.Numbers.Set(i, j, x)
				b.Causes[i] = dataset.Present
			}
		}
	}
	return b
}

func realCells(t *testing.T, file string) [][]string {
	t.Helper()
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the dataset is not on this machine")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return cells
}

// No column of a real dataset is taken for the label, a row number, a twin or
// an outcome, but for the outcomes of miniacc.
func TestRealColumnsStay(t *testing.T) {
	for _, name := range []string{"mfeat", "heart4", "rosmap", "spam", "av_digits", "mosi", "threesources", "miniacc"} {
		t.Run(name, func(t *testing.T) {
			labels, _, ids, blocks := realTables(t, name)
			judge := newJudge(labels, ids)
			start := time.Now()
			cells := 0
			for _, b := range blocks {
				names := b.Modality.Columns
				found, err := judge.leaks(t.Context(), nil, b.Numbers.Cols, b)
				if b.Modality.Name == "outcome" { // event is the label
					found = found[min(1, len(found)):]
				}
				if err != nil || len(found) != 0 {
					t.Errorf("%s: %+v, %v", b.Modality.Name, found, err)
				}
				cells += len(b.Numbers.Data)
				if list := slices.Concat(twins(names, "label"), counters(names, nil, b.Numbers)); len(list) > 0 {
					t.Errorf("%s: columns %v", b.Modality.Name, chosen(names, list))
				}
				outcome := timesToEvent(names, "label")
				if (len(outcome) > 0) != (b.Modality.Name == "outcome") {
					t.Errorf("%s: outcomes %v", b.Modality.Name, chosen(names, outcome))
				}
			}
			t.Logf("%d cells in %v", cells, time.Since(start))
		})
	}
}

// Suspicions about real datasets are few, and most are right: spam and mfeat
// hold records twice.
func TestRealSuspicions(t *testing.T) {
	most := map[string]int{"mfeat": 1, "heart4": 3, "rosmap": 0, "spam": 4, "av_digits": 0, "mosi": 6, "threesources": 0, "miniacc": 3}
	for name, most := range most {
		t.Run(name, func(t *testing.T) {
			labels, classes, ids, blocks := realTables(t, name)
			var problems []dataset.Problem
			for _, b := range blocks {
				problems = append(problems, suspectCodes(b.Modality.Source, b.Modality.Columns, nil, b.Numbers)...)
				problems = append(problems, suspectRows(b, ids)...)
			}
			d, err := dataset.New(dataset.Dataset{IDs: ids, Blocks: blocks, Classes: classes, Labels: labels})
			if err != nil {
				t.Fatal(err)
			}
			twice, err := duplicates(t.Context(), d)
			if err != nil {
				t.Fatal(err)
			}
			problems = append(problems, twice.problems...)
			if group, p := subjects(ids, labels, classes); group != nil {
				t.Errorf("subjects: %+v", p)
			}
			if len(problems) > most {
				t.Errorf("%d suspicions, more than %d", len(problems), most)
			}
			for _, p := range problems {
				t.Logf("%s, %s: %s; %s", p.File, p.Column, p.What, p.Done)
			}
		})
	}
}
