package report

import (
	"bytes"
	_ "embed"
	"html/template"
	"io"

	"lacuna/charts/canvas"
	"lacuna/internal/say"
)

//go:embed page.html
var pageText string

// page is in the language spoken, though what a report says is made in English:
// its other files are for programs and papers.
var page = template.Must(template.New("report").Funcs(template.FuncMap{"again": say.Again}).Parse(pageText))

// pageWords are what stands on every page.
type pageWords struct{ Language, Title, Headline, Warnings, Methods, Remarks, Redo string }

// Words says them.
func (d Document) Words() pageWords {
	return pageWords{
		say.Tag(), say.Form("%s: missing modalities", d.Name), say.Form("%s: what missing modalities cost", d.Name), say.Text("Warnings of runs"),
		say.Text("Methods"), say.Form("Remarks from reading the data: %d", d.Count), say.Text("To do it again"),
	}
}

// More says how many rows a page leaves out.
func (t Table) More() string {
	if n := t.Hidden(); n > 0 {
		return say.Form("%d more rows are in the files of the tables (lacuna report STUDY -o FOLDER/). ", n)
	}
	return ""
}

// mostRows is how many rows of a table a page shows; the files of a pack have
// them all.
const mostRows = 60

// Shown are the rows of a page.
func (t Table) Shown() [][]string { return t.Rows[:min(len(t.Rows), mostRows)] }

// Hidden is the number of rows that a page leaves out.
func (t Table) Hidden() int { return len(t.Rows) - len(t.Shown()) }

// Number says whether column k holds numbers.
func (t Table) Number(k int) bool { return k >= t.Left }

// WriteHTML writes one page that stands alone, for screen and for paper: tables
// that a screen reader can read, figures as SVG with their description.
func WriteHTML(w io.Writer, doc Document) error { return page.Execute(w, doc) }

func inlineSVG(f canvas.Figure) (template.HTML, error) {
	var svg bytes.Buffer
	if err := canvas.Write(&svg, f, canvas.SVG, canvas.Page{Bare: true}); err != nil {
		return "", err
	}
	body := svg.Bytes()
	if at := bytes.Index(body, []byte("<svg")); at > 0 {
		body = body[at:] // HTML allows no XML declaration within
	}
	return template.HTML(body), nil //nolint:gosec // our own SVG, text in it is escaped by the chart writer
}
