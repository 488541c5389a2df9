package report

import (
	"fmt"
	"strings"
)

var checklistHeader = []string{"guideline", "item", "text"}

// byAuthor marks what no program can know.
const byAuthor = "to be written by the author"

// checklist lists items of TRIPOD+AI (Collins et al. 2024) and STROBE (von Elm et
// al. 2007), in words of our own, with the text where the study tells it.
func checklist(in Input) [][]string {
	first := splits(in)[0]
	numbers := fmt.Sprintf("Of %d records read, %d were for training, %d for validation and %d for the test in the first split; %d without a label and %d others were in no part.",
		first.read, first.train, first.validation, first.test, first.unlabelled, first.unused)
	return [][]string{
		{"TRIPOD+AI", "title", byAuthor},
		{"TRIPOD+AI", "background and objectives", byAuthor},
		{"TRIPOD+AI", "source of data, dates and setting", byAuthor},
		{"TRIPOD+AI", "participants, eligibility and treatment", byAuthor},
		{"TRIPOD+AI", "data preparation", aboutData(in)},
		{"TRIPOD+AI", "outcome: how it was assessed", byAuthor},
		{"TRIPOD+AI", "sample size: justification", byAuthor},
		{"TRIPOD+AI", "missing data", aboutMask(in)},
		{"TRIPOD+AI", "analytical methods: use of the data", aboutSplit(in)},
		{"TRIPOD+AI", "analytical methods: models", strings.Join(aboutMethods(in), "\n")},
		{"TRIPOD+AI", "performance measures", aboutMetrics(in)},
		{"TRIPOD+AI", "fairness", byAuthor},
		{"TRIPOD+AI", "ethical approval", byAuthor},
		{"TRIPOD+AI", "funding and conflicts of interest", byAuthor},
		{"TRIPOD+AI", "code and software", aboutSoftware(in)},
		{"TRIPOD+AI", "flow of participants", numbers},
		{"TRIPOD+AI", "model performance", "See tables/accuracy.csv, tables/metrics.csv and tables/pairs.csv."},
		{"TRIPOD+AI", "interpretation, limitations and use", byAuthor},
		{"STROBE", "study design, setting and participants", byAuthor},
		{"STROBE", "statistical methods: missing data", aboutMask(in)},
		{"STROBE", "numbers at each stage", numbers},
		{"STROBE", "missing data for each variable of interest", "See tables/patterns.csv and tables/rates.csv."},
		{"STROBE", "key results, limitations and generalisability", byAuthor},
	}
}
