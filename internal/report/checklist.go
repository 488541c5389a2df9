package report

import (
	"strings"

	"lacuna/internal/say"
)

var checklistHeader = []string{"guideline", "item", "text"}

// byAuthor marks what no program can know.
const byAuthor = "to be written by the author"

// checklist lists items of TRIPOD+AI (Collins et al. 2024) and STROBE (von Elm et
// al. 2007), in words of our own, with the text where the study tells it.
func checklist(in Input) [][]string {
	first := splits(in)[0]
	numbers := say.Kept("Of %d records read, %d were for training, %d for validation and %d for the test in the first split; %d without a label and %d others were in no part.",
		first.read, first.train, first.validation, first.test, first.unlabelled, first.unused)
	return [][]string{
		{"TRIPOD+AI", "title", byAuthor},
		{"TRIPOD+AI", say.Mark("background and objectives"), byAuthor},
		{"TRIPOD+AI", say.Mark("source of data, dates and setting"), byAuthor},
		{"TRIPOD+AI", say.Mark("participants, eligibility and treatment"), byAuthor},
		{"TRIPOD+AI", say.Mark("data preparation"), aboutData(in)},
		{"TRIPOD+AI", say.Mark("outcome: how it was assessed"), byAuthor},
		{"TRIPOD+AI", say.Mark("sample size: justification"), byAuthor},
		{"TRIPOD+AI", say.Mark("missing data"), aboutMask(in)},
		{"TRIPOD+AI", say.Mark("analytical methods: use of the data"), aboutSplit(in)},
		{"TRIPOD+AI", say.Mark("analytical methods: models"), strings.Join(aboutMethods(in), "\n")},
		{"TRIPOD+AI", say.Mark("performance measures"), aboutMetrics(in)},
		{"TRIPOD+AI", "fairness", byAuthor},
		{"TRIPOD+AI", say.Mark("ethical approval"), byAuthor},
		{"TRIPOD+AI", say.Mark("funding and conflicts of interest"), byAuthor},
		{"TRIPOD+AI", say.Mark("code and software"), aboutSoftware(in)},
		{"TRIPOD+AI", say.Mark("flow of participants"), numbers},
		{"TRIPOD+AI", say.Mark("model performance"), say.Mark("See tables/accuracy.csv, tables/metrics.csv and tables/pairs.csv.")},
		{"TRIPOD+AI", say.Mark("interpretation, limitations and use"), byAuthor},
		{"STROBE", say.Mark("study design, setting and participants"), byAuthor},
		{"STROBE", say.Mark("statistical methods: missing data"), aboutMask(in)},
		{"STROBE", say.Mark("numbers at each stage"), numbers},
		{"STROBE", say.Mark("missing data for each variable of interest"), say.Mark("See tables/patterns.csv and tables/rates.csv.")},
		{"STROBE", say.Mark("key results, limitations and generalisability"), byAuthor},
	}
}
