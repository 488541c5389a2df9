// Package gallery is six small studies that each teach one lesson about missing
// modalities. Their data are drawn from a seed by the code of this package and
// written as plain CSV on demand; nothing is downloaded and nothing embedded.
//
// The words: a Lesson is a question, the data that answer it, the comparison to
// run on them, and what to look at. What a lesson says that one will see is
// held against its study by the tests of this package.
package gallery

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lacuna/dataset/format"
	"lacuna/experiment"
	"lacuna/internal/folder"
	"lacuna/internal/rng"
	"lacuna/internal/say"
	"lacuna/project"
)

// root is the seed that all lessons grow from.
const root = 11

// Lesson is one study of the gallery.
type Lesson struct {
	Name     string   // one word, as on the command line
	Title    string   // what it is about
	Question string   // what a researcher would ask
	Finding  string   // what the study shows, in plain words
	Look     []string // where to look, step by step
	Commands []string // the same on the command line, to be run in the lesson's folder
	// Study is the comparison to run on the lesson's data.
	Study experiment.Spec

	tables func(rng.Seed) []table
}

// All returns the lessons in the order in which they are best read.
func All() []Lesson {
	return []Lesson{fillOrBypass, patternTells, modalityHurts, ganOrRidge, leaks, sites}
}

// Find returns the lesson of a name; the error lists the names that there are.
func Find(name string) (Lesson, error) {
	var names []string
	for _, l := range All() {
		if l.Name == name {
			return l, nil
		}
		names = append(names, l.Name)
	}
	return Lesson{}, say.Errorf("there is no lesson %q; there are %s", name, strings.Join(names, ", "))
}

// dataFolder is the folder of a lesson's data, below the folder it is written to.
const dataFolder = "data"

// Write writes a lesson into a folder, which must not exist or be empty: its
// data, LESSON.md and a project with the comparison to run. It returns the path
// of the project file.
func (l Lesson) Write(ctx context.Context, dir string) (file string, err error) {
	name := l.Name + project.Extension
	err = folder.Create(dir, func(temp string) error {
		if err := l.writeData(filepath.Join(temp, dataFolder)); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(temp, "LESSON.md"), []byte(l.Text()), 0o644); err != nil {
			return err
		}
		return l.writeProject(ctx, filepath.Join(temp, name), filepath.Join(temp, dataFolder))
	})
	return filepath.Join(dir, name), err
}

func (l Lesson) writeData(dir string) error {
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	for _, t := range l.tables(rng.New(root).Child(l.Name)) {
		if err := os.WriteFile(filepath.Join(dir, t.name+".csv"), t.csv(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// writeProject writes a project that finds its data beside itself, wherever
// both are moved to.
func (l Lesson) writeProject(ctx context.Context, file, data string) error {
	d, err := format.Open(ctx, data, format.Options{})
	if err != nil {
		return err
	}
	spec := l.Study
	spec.Split = spec.Split.Careful(d)
	p := project.New(l.Name)
	p.Add(spec)
	p.Dataset.Describe(d)
	if err := p.Dataset.Locate(file, data); err != nil {
		return err
	}
	return project.Save(file, p)
}

// Text is the lesson as a page of Markdown.
func (l Lesson) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n**%s**\n\n%s\n\n## %s\n\n", say.Text(l.Title), say.Text(l.Question), say.Text(l.Finding), say.Text("Where to look"))
	for i, step := range l.Look {
		fmt.Fprintf(&b, "%d. %s\n", i+1, say.Text(step))
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n```\n%s\n```\n\n", say.Text("The same on the command line"), say.Text("In this folder:"), strings.Join(l.Commands, "\n"))
	b.WriteString(say.Text("The data were drawn from a seed for this lesson: nobody was measured. Public domain (CC0).") + "\n")
	return b.String()
}

// table is a CSV file of a lesson.
type table struct {
	name   string
	header []string
	rows   [][]string
}

func (t table) csv() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.WriteAll(slices.Concat([][]string{t.header}, t.rows)) // a buffer never fails
	return b.Bytes()
}

// columns names n columns of a modality: lab1 … lab6.
func columns(prefix string, n int) []string {
	names := []string{"id"}
	for i := range n {
		names = append(names, fmt.Sprintf("%s%d", prefix, i+1))
	}
	return names
}

// add appends a row of measurements to a table.
func (t *table) add(id string, values ...float64) {
	row := []string{id}
	for _, v := range values {
		row = append(row, fmt.Sprintf("%.3f", v))
	}
	t.rows = append(t.rows, row)
}

// name of the i-th record.
func recordID(i int) string { return fmt.Sprintf("r%04d", i+1) }
