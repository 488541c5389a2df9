package cli

import (
	"bytes"
	"html/template"
	"io"

	"github.com/spf13/cobra"

	"lacuna/charts"
	"lacuna/experiment/metric"
	"lacuna/experiment/result"
)

var _ = register(newReport)

func newReport(a *app) *cobra.Command {
	out := ""
	cmd := &cobra.Command{
		Use:   "report STUDY",
		Short: "Write the results of a project as one HTML page",
		Args:  exactly("STUDY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return usagef("report needs a file to write: -o report.html")
			}
			if err := target("-o", out, "", "a report", ".html", ".htm"); err != nil {
				return err
			}
			s, err := openStudy(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			a.remarked(s.remarks, s.file)
			in, err := s.chartInput(a, chartFlags{strata: "default", measure: string(charts.Accuracy)})
			if err != nil {
				return err
			}
			figures, err := allFigures(in)
			if err != nil {
				return err
			}
			return writeReport(out, s, *in.Study, *in.Table, figures)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "file to write")
	return cmd
}

// allFigures draws every registered chart of a study.
func allFigures(in charts.Input) ([]charts.Figure, error) {
	var figures []charts.Figure
	for _, info := range charts.All() {
		figure, err := charts.New(info.Name, in)
		if err != nil {
			return nil, err
		}
		figures = append(figures, figure)
	}
	return figures, nil
}

// reportPage is what the template shows.
type reportPage struct {
	Name     string
	Verdict  string
	Document resultDocument
	Spec     specWords
	Strata   []reportRow
	Figures  []reportFigure
}

type specWords struct {
	Mask, Split, Repetitions string
	Root                     uint64
}

type reportRow struct {
	Title       string
	NTest, NDev int
	Cells       []string
}

type reportFigure struct {
	Title, Short, Long string
	SVG                template.HTML
}

// writeReport writes one page that stands alone: tables that a screen reader
// can read, charts as SVG with their description.
func writeReport(path string, s *study, found result.Study, table metric.Table, figures []charts.Figure) error {
	page := reportPage{
		Name: found.Dataset, Verdict: metric.Verdict(found), Document: newResultDocument(found, table, s.remarks),
		Spec: specWords{describeMask(s, found), describeSplit(s), numbered(max(1, s.spec.Seeds), "repetition"), s.spec.Root},
	}
	for k, stratum := range table.Strata {
		cells, err := scoreCells(table.Scores[k], charts.Accuracy)
		if err != nil {
			return err
		}
		test, train := metric.Shared(table.Scores[k])
		page.Strata = append(page.Strata, reportRow{Title: stratum.Title, NTest: test, NDev: train, Cells: cells})
	}
	for _, f := range figures {
		figure, err := newReportFigure(f)
		if err != nil {
			return err
		}
		page.Figures = append(page.Figures, figure)
	}
	return writeFile(path, func(w io.Writer) error { return reportTemplate.Execute(w, page) })
}

func newReportFigure(f charts.Figure) (reportFigure, error) {
	var svg bytes.Buffer
	if err := charts.Write(&svg, f, charts.SVG, charts.Page{Bare: true}); err != nil {
		return reportFigure{}, err
	}
	body := svg.Bytes()
	if at := bytes.Index(body, []byte("<svg")); at > 0 {
		body = body[at:] // HTML allows no XML declaration within
	}
	words := f.Description()
	return reportFigure{f.Title(), words.Short, words.Long, template.HTML(body)}, nil //nolint:gosec // our own SVG, text in it is escaped by the chart writer
}

func describeMask(s *study, found result.Study) string {
	m := s.spec.Mask
	switch {
	case m.File != "":
		return "mask file " + m.File
	case m.Mechanism == "" || m.Mechanism == "natural":
		return "nothing hidden beyond what is naturally missing"
	}
	return found.Runs[0].Mask + ", shared by all methods"
}

func describeSplit(s *study) string {
	switch kind := s.spec.Split.Kind; kind {
	case "":
		return "holdout"
	case "group":
		return "leave one " + s.spec.Split.Column + " out"
	default:
		return string(kind)
	}
}

var reportTemplate = template.Must(template.New("report").Parse(`<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{{.Name}}: missing modalities</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1b1b1f}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.875rem}
th,td{padding:.3rem .7rem;text-align:right;border-bottom:1px solid #ddd;white-space:nowrap}
th:first-child,td:first-child{text-align:left}svg{max-width:100%;height:auto}
.verdict{font-size:1.1rem;border-left:4px solid #0072B2;padding-left:1rem}.quiet{color:#5c5c66;font-size:.875rem}
</style></head><body>
<h1>{{.Name}}: what missing modalities cost</h1>
<p class="verdict">{{.Verdict}}</p>
<p class="quiet">Missing: {{.Spec.Mask}}. Split: {{.Spec.Split}}, {{.Spec.Repetitions}}, root seed {{.Spec.Root}}.
Dataset SHA-256 {{.Document.Dataset.SHA256}}. Everything fitted saw development records (training and validation) only, never a test record; n dev counts them. Arithmetic: {{.Document.Arithmetic}}.</p>
<h2>Accuracy by stratum, in percent with 95 % intervals</h2>
<div class="wide"><table><thead><tr><th scope="col">stratum</th><th scope="col">n test</th><th scope="col">n dev</th>{{range .Document.Methods}}<th scope="col">{{.Name}}</th>{{end}}</tr></thead>
<tbody>{{range .Strata}}<tr><th scope="row">{{.Title}}</th><td>{{.NTest}}</td><td>{{.NDev}}</td>{{range .Cells}}<td>{{.}}</td>{{end}}</tr>
{{end}}</tbody></table></div>
<p class="quiet">{{.Document.Intervals}}.{{with .Document.Counts}} {{.}}.{{end}}</p>
{{with .Document.Remarks}}{{if .Count}}<section><h2>Remarks from reading the data: {{.Count}}</h2>
<ul>{{range .List}}<li>{{.}}</li>
{{end}}</ul></section>
{{end}}{{end}}{{range .Figures}}<section><h2>{{.Title}}</h2><figure>{{.SVG}}<figcaption class="quiet">{{.Short}} {{.Long}}</figcaption></figure></section>
{{end}}</body></html>
`))
