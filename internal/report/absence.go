package report

import (
	"fmt"
	"strings"

	"lacuna/experiment/metric"
	"lacuna/experiment/missingness"
	"lacuna/internal/say"
)

// aboutAbsence says what is known of why something is missing.
func aboutAbsence(x missingness.Diagnosis) string {
	words := []string{say.Mark("Why it is missing.")}
	for _, l := range x.Little {
		words = append(words, l.Words())
	}
	for _, d := range x.Drifts {
		if d.Drifts() {
			words = append(words, say.Kept("Drift of %s", d.Words()))
		}
	}
	return strings.Join(append(words, x.Tells.Finding(), missingness.Untestable), " ")
}

// absences are the tables of a diagnosis that have rows.
func absences(x missingness.Diagnosis) []Table {
	var list []Table
	for _, t := range []Table{little(x), predictors(x), differing(x), drifts(x)} {
		if len(t.Rows) > 0 {
			list = append(list, t)
		}
	}
	return list
}

func little(x missingness.Diagnosis) Table {
	t := Table{Name: "little", Caption: say.Mark("Little's test of missing completely at random"), Left: 1,
		Header: []string{say.Mark("Level"), "n", say.Mark("Columns"), say.Mark("Patterns"), say.Mark("Chi-squared"), "df", "p"},
		Note:   say.Kept("A large p is no evidence that values are missing completely at random. %s", missingness.Untestable)}
	for _, l := range x.Little {
		row := []string{l.Level, fmt.Sprint(l.N), fmt.Sprint(l.Columns), fmt.Sprint(l.Patterns), say.Mark("not made"), "", ""}
		if l.Refused == "" {
			row[4], row[5], row[6] = fmt.Sprintf("%.1f", l.Statistic), fmt.Sprint(l.DF), pOf(l.P)
		}
		t.Rows = append(t.Rows, row)
		for _, note := range l.Notes {
			t.Note += " " + capital(l.Level) + ": " + note + "."
		}
		if l.Refused != "" {
			t.Note = say.Kept("%s %s: not made, since %s.", t.Note, capital(l.Level), l.Refused)
		}
	}
	return t
}

func predictors(x missingness.Diagnosis) Table {
	t := Table{Name: "absence", Caption: say.Mark("What predicts the absence of each modality"), Left: 2,
		Header: []string{say.Mark("Modality"), say.Mark("From"), "n", say.Mark("Absent"), "AUC", intervalHead},
		Note: say.Mark("Area under the ROC curve, mean over five folds: of a logistic regression on all columns of the other modalities and their presence, " +
			"of their presence alone, and of the class alone. 0.5 or below predicts nothing.")}
	for _, p := range x.Predictors {
		if p.Refused != "" {
			t.Note = say.Kept("%s %s: %s.", t.Note, p.Modality, p.Refused)
			continue
		}
		for _, from := range []struct {
			name string
			area metric.Estimate
		}{{say.Mark("other modalities"), p.Values}, {say.Mark("their presence"), p.Presence}, {say.Mark("the class"), p.Label}} {
			if from.area.N > 0 {
				t.Rows = append(t.Rows, []string{p.Modality, from.name, fmt.Sprint(from.area.N), fmt.Sprint(p.Absent), three(from.area.Value), between(from.area.CI95, three)})
			}
		}
		for _, note := range p.Notes {
			t.Note = say.Kept("%s %s: %s.", t.Note, p.Modality, note)
		}
	}
	return t
}

func differing(x missingness.Diagnosis) Table {
	t := Table{Name: "absence-columns", Caption: say.Mark("Columns that differ most between records with and without a modality"), Left: 2,
		Header: []string{say.Mark("Modality"), say.Mark("Column"), "n", "AUC", "p"},
		Note:   say.Mark("AUC is the probability that the column is higher in a record that lacks the modality; p by Mann and Whitney, adjusted for all columns (Holm).")}
	for _, p := range x.Predictors {
		for _, c := range p.Columns {
			t.Rows = append(t.Rows, []string{p.Modality, c.Name, fmt.Sprint(c.N), three(c.AUC), pOf(c.PHolm)})
		}
	}
	return t
}

func drifts(x missingness.Diagnosis) Table {
	t := Table{Name: "drift", Caption: say.Mark("Absence along the order of records"), Left: 1,
		Header: []string{say.Mark("Modality"), "n", say.Mark("Absent"), say.Mark("p trend"), say.Mark("Runs"), say.Mark("Expected"), say.Mark("p runs"), say.Mark("Changes at"), say.Mark("Before, %"), say.Mark("After, %")},
		Note:   say.Mark("Order is that in which records were read. Trend by Mann and Whitney, runs by Wald and Wolfowitz, p adjusted for both tests of all modalities (Holm). The change is where the cumulative share of absent records is furthest from an even course.")}
	for _, d := range x.Drifts {
		if d.Refused != "" {
			t.Note = say.Kept("%s %s: %s.", t.Note, d.Modality, d.Refused)
			continue
		}
		t.Rows = append(t.Rows, []string{d.Modality, fmt.Sprint(d.N), fmt.Sprint(d.Absent), pOf(d.PTrendHolm), fmt.Sprint(d.Runs),
			fmt.Sprintf("%.1f", d.ExpectedRuns), pOf(d.PRunsHolm), d.ID, percent(d.Before), percent(d.After)})
	}
	return t
}

// pOf is a p value for a column that is headed p.
func pOf(p float64) string {
	return strings.TrimPrefix(strings.TrimPrefix(metric.PValue(p), "p = "), "p ")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
