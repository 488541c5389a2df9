package report

import (
	"maps"
	"slices"
	"strings"

	"lacuna/experiment"
	"lacuna/experiment/metric"
	"lacuna/internal/say"
)

// paragraphs say in the past tense how the study was done.
func paragraphs(in Input) []string {
	list := []string{aboutData(in), aboutSplit(in), aboutMask(in)}
	if len(in.Missing.Little) > 0 {
		list = append(list, aboutAbsence(in.Missing))
	}
	list = append(list, aboutMethods(in)...)
	if in.Spec.Imputations > 1 {
		list = append(list, aboutImputations(in))
	}
	return append(list, aboutMetrics(in), aboutSoftware(in))
}

func aboutData(in Input) string {
	d := in.Data
	if d == nil {
		return say.Kept("Data. The dataset %s held %d records (%d classes: %s). Its modalities were %s. %s, so that this report has neither the patterns of its records, nor what absence goes with, nor the value of modalities.",
			in.Study.Dataset, in.Records, len(in.Study.Classes), strings.Join(in.Study.Classes, ", "), strings.Join(in.Study.Modalities, ", "), withoutData)
	}
	var names []string
	for m, name := range d.Names() {
		names = append(names, say.Kept("%s (present in %d)", name, d.Presence.Count(m)))
	}
	return say.Kept("Data. The dataset %s held %d records, of which %d had a label (%d classes: %s). Its modalities were %s.",
		d.Name, d.Records(), len(d.Labelled()), len(d.Classes), strings.Join(d.Classes, ", "), strings.Join(names, ", "))
}

func aboutSplit(in Input) string {
	first := splits(in)[0]
	text := say.Kept("Split. Records were divided by %s, in %s, from root seed %d. In the first split %d records were for training, %d for validation and %d for the test.",
		splitWords(in.Spec.Split), say.KeptCount(max(1, in.Spec.Seeds), "repetition", "repetitions"), in.Spec.Root, first.train, first.validation, first.test)
	if words := first.job.Split.Together; words != "" {
		text = say.Kept("%s Of the records, as the program tells it: %s.", text, words)
	}
	return say.Kept("%s Everything that this program fitted (scaling, features, imputers and models) saw development records only, those of training and validation; test records were used once, to predict.", text)
}

func splitWords(s experiment.SplitSpec) string {
	switch s.Kind {
	case experiment.GivenFile:
		return say.Mark("the split that came with the data")
	case experiment.KFold:
		folds := s.Folds
		if folds == 0 {
			folds = experiment.DefaultFolds
		}
		return say.Kept("%d-fold cross-validation, stratified by class", folds)
	case experiment.LeaveOut:
		return say.Kept("leaving out each group of %s once", s.Column)
	}
	return say.Mark("hold-out, stratified by class")
}

func aboutMask(in Input) string {
	dev, test := metric.AchievedRates(in.Study.Runs[0])
	text := say.Kept("Missing modalities. %s In the first split, %s %% of the pairs of record and modality were absent from the development records and %s %% from the test records.",
		maskWords(in), percent(dev.Rates.Cell), percent(test.Rates.Cell))
	if in.Spec.MaskedComplete {
		text += say.Mark(" Complete test records were also shown masked to each pattern.")
	}
	return text
}

func maskWords(in Input) string {
	m := in.Spec.Mask
	switch {
	case m.File != "":
		return say.Kept("Modalities were hidden by the mask file %s.", m.File)
	case m.Mechanism == "" || m.Mechanism == experiment.Natural:
		return say.Mark("Nothing was hidden beyond what was missing by itself.")
	}
	on := map[experiment.Target]string{experiment.OnTrain: say.Mark("development records"), experiment.OnTest: say.Mark("test records")}[m.On]
	if on == "" {
		on = say.Mark("development and test records alike")
	}
	return say.Kept("Modalities were hidden on %s (%s); all methods shared the mask of a split.", on, in.Study.Runs[0].Mask)
}

// aboutMethods has a paragraph for each method, with its sources.
func aboutMethods(in Input) []string {
	var list []string
	seen := map[string]bool{}
	for _, j := range in.Jobs {
		if !seen[j.Label] {
			seen[j.Label] = true
			list = append(list, aboutMethod(j))
		}
	}
	return list
}

func aboutMethod(j experiment.Job) string {
	text := say.Kept("Method %s.", j.Label)
	if j.Imported != "" {
		return say.Kept("%s Its predictions were made by another program and imported (file SHA-256 %s); what it was fitted on is not known.", text, j.Imported)
	}
	p, err := experiment.ParseMethod(j.Method)
	if err != nil {
		return say.Kept("%s Not known to this version of the program.", text)
	}
	if p.Imputer != nil {
		text += part(p.Imputer.Title, p.Imputer.Help, p.Imputer.Paper)
	}
	text += part(p.Model.Title, p.Model.Help, p.Model.Paper)
	return text + settingWords(p.Settings)
}

func part(title, help, paper string) string {
	text := " " + title + ": " + strings.TrimSuffix(help, ".")
	if paper != "" {
		text += " (" + paper + ")"
	}
	return text + "."
}

func settingWords(settings map[string]string) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		words = append(words, key+"="+settings[key])
	}
	if len(words) == 0 {
		return ""
	}
	return say.Kept(" Settings: %s.", strings.Join(words, ", "))
}

func aboutMetrics(in Input) string {
	return say.Kept("Metrics. %s. Accuracy has %s. Methods were compared on the same records, with p adjusted for the number of pairs (Holm 1979).", definitions(), in.Table.Intervals)
}

func aboutSoftware(in Input) string {
	return say.Kept("Software. Lacuna %s (%s); arithmetic: %s.", in.Software.Program, in.Software.Go, in.Software.Arithmetic)
}
