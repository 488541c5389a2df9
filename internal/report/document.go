package report

import (
	"fmt"
	"html/template"

	"lacuna/charts/canvas"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// Document is what a report says, in the order in which it is read.
type Document struct {
	Name     string // of the dataset
	Verdict  string
	Methods  []string // paragraphs about how the study was done
	Tables   []Table
	Figures  []figure
	Reading  string // what observed and masked records are; empty where none were masked
	Remarks  []string
	Count    int // of all remarks from reading
	Warnings []string
	Facts    [][2]string // versions, seeds and hashes, by name
	Commands []string
}

// figure is a chart with its words.
type figure struct {
	Name, Title, Caption string
	SVG                  template.HTML
}

// observedAgainstMasked tells what the two series are to somebody who has never
// heard of them.
const observedAgainstMasked = "Observed rows show records that really lack something, masked rows show complete records from which the same " +
	"was taken away on purpose: the masked rows tell what the missing modality itself costs, and where the observed rows differ from them, other kinds of records are behind it."

// New makes the document of a study.
func New(in Input) (Document, error) {
	doc := Document{
		Name: in.Study.Dataset, Verdict: metric.Verdict(in.Study), Methods: paragraphs(in),
		Remarks: in.Remarks, Count: in.RemarkCount, Warnings: in.Warnings, Facts: facts(in), Commands: in.Commands,
	}
	var err error
	if doc.Tables, err = tables(in); err != nil {
		return doc, err
	}
	if hasMasked(in.Table) {
		doc.Reading = observedAgainstMasked
	}
	for _, f := range in.Figures {
		drawn, err := draw(f)
		if err != nil {
			return doc, err
		}
		doc.Figures = append(doc.Figures, drawn)
	}
	return doc, nil
}

func hasMasked(t metric.Table) bool {
	for _, s := range t.Strata {
		if s.Kind == metric.MaskedPattern {
			return true
		}
	}
	return false
}

// draw writes a figure for a page. Its title is said once, above it, and is no
// part of the picture.
func draw(f canvas.Figure) (figure, error) {
	svg, err := inlineSVG(f)
	if err != nil {
		return figure{}, err
	}
	words := f.Description()
	caption := words.Long
	if caption == "" {
		caption = words.Short
	}
	return figure{f.Name(), f.Title(), caption, svg}, nil
}

// facts are what somebody needs who wants the same numbers.
func facts(in Input) [][2]string {
	list := [][2]string{
		{say.Mark("Dataset"), say.Kept("%s, %d records, SHA-256 %s", in.Study.Dataset, in.Records, in.Study.Hash)},
		{say.Mark("Root seed"), fmt.Sprint(in.Spec.Root)},
		{say.Mark("Program"), say.Kept("Lacuna %s, %s", in.Software.Program, in.Software.Go)},
		{say.Mark("Arithmetic"), in.Software.Arithmetic},
	}
	for _, m := range maskHashes(in) {
		list = append(list, [2]string{say.Kept("Mask of %s", m[0]), m[1]})
	}
	return list
}

// maskHashes lists each mask once, with where it was used first.
func maskHashes(in Input) [][2]string {
	var list [][2]string
	seen := map[string]bool{}
	for _, r := range in.Study.Runs {
		if !seen[r.MaskHash] {
			seen[r.MaskHash] = true
			list = append(list, [2]string{say.Kept("seed %d, %s", r.Seed, r.Split), say.Kept("%s, SHA-256 %s", r.Mask, r.MaskHash)})
		}
	}
	return list
}
