package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"lacuna/internal/say"
)

// term is a word of the window with what it means.
type term struct{ word, meaning string }

// protocolTerms are the rows of the set-up of a comparison.
var protocolTerms = []term{
	{"Hide as well", "What is missing stays missing. The comparison can hide more from every method alike, drawn anew in each repetition."},
	{"Rate, Share, Where", "How much is hidden, of what, and whether from the records that are learned from (development), from the test records, or from both."},
	{"Split", "Which records are for the test, and so never learned from. Stratified: each part has the same share of every class. Folds: each record is tested once. " +
		"Leave one group out: each site, device or the like is the test once, as if it were new."},
	{"Test share", "The share of the records that is for the test."},
	{"In one part", "Records with the same value of this column, such as those of one subject, are all for the test or none is: " +
		"otherwise a method may know a test record by its sibling."},
	{"Repetitions", "How often the whole comparison is done, each time with another split, mask and start of the training. From three on, the verdict can speak of the methods and not of one run."},
	{"Settings tried", "How many settings of each method are tried on the validation records; the best one is tested. 1 takes the settings as they stand."},
	{"Imputations", "How often an imputer that draws at random fills the gaps; the results are pooled by Rubin’s rules, so that the interval also has what the gaps leave open."},
	{"Case mix", "Records that lack a modality may be other cases than complete ones. So complete test records are tested once more with it hidden (the crosses in pane D): " +
		"what is left between cross and point is due to the cases, not to the gap."},
	{"Shifts", "Values may be missing because of what they are, which no data show. So what imputers fill in is also moved down and up, with a classifier trained for each shift; " +
		"the chart “shifted imputations” in pane D says from which shift on a conclusion changes."},
	{"Stress test", "Tests each fitted method also with every pattern of modalities, and with up to half of them hidden: at random, or in the way that is chosen. Four ways are: at random, by the modality that is named, by what is hidden, and that modality alone. Nothing is trained anew."},
}

// fillTerms are the rows of the scoring of imputers.
var fillTerms = []term{
	{"Hide", "To score an imputer, something known is hidden, filled, and compared with what it was: single numbers, or a modality of a record as a whole."},
	{"Share", "The share of the known numbers, or of the modality’s records, that is hidden."},
	{"Repetitions", "How often this is done, each time hiding other values. Three or more are needed to call one imputer better than another."},
	{"Error", "Root mean squared error in standard deviations of the column: 0 is right, and 1 is what filling in the column’s mean costs."},
	{"Look at what it makes", "Hides whole modalities of some records and shows the real one beside what the imputer made of the others."},
	{"Sensitivity to shifts", "What if values are missing because of what they are? What the imputer fills in is moved by each shift, in standard deviations of the column. " +
		"The hidden numbers say at which shift they are met on average; where the data have labels, a classifier says what it makes of it. Of what you lack this says nothing: that was not hidden here."},
	{"Write filled data", "Fills what is missing and writes the data into a new folder, what was made of whole images, sounds and texts beside it. The data themselves stay as they are."},
}

// whatIfTerms are what is said of one record when modalities are switched off.
var whatIfTerms = []term{
	{"Switches", "What the fitted methods get to see of this record. What it does not have cannot be switched on."},
	{"Stand-ins", "What is missing or switched off is shown as an imputer makes it: one of the Impute tab, fitted on the training records as the comparison hides them, " +
		"or a method of the comparison that fills gaps. It is generated, not data. Where there is a real one, Space shows it as long as it is held."},
	{"Fit again", "A comparison keeps what its methods said, not the methods. They are fitted again as in the comparison, which gives the same numbers, " +
		"in a repetition that tests this record, where there is one. Methods whose models the comparison kept need no fit."},
	{"Points", "How much the probability of the class that a method names with all modalities changes without one of them, in points of a percent, and the class that it names then. " +
		"One record, one fitted method: there is no interval. Pane D has those, over all test records."},
	{"If what it lacks were acquired", "What the same step changed for complete test records that were masked as this record is, and of which the leading method said the same class: " +
		"an expectation over records that are alike, with a 95 % interval. It needs case mix among the settings of the comparison."},
	{"Bars", "Attention of a method with the modalities that are on; the tick is with all of them."},
}

// explained is the title of a section with a button that says what its words mean.
func (f *frame) explained(title string, terms []term) fyne.CanvasObject {
	why := newButton("", theme.QuestionIcon(), func() { f.showTerms(title, terms) })
	why.Importance = widget.LowImportance
	return container.NewBorder(nil, nil, nil, why, section(title))
}

func (f *frame) showTerms(title string, terms []term) {
	var lines []widget.RichTextSegment
	for _, t := range terms {
		lines = append(lines, &widget.TextSegment{Text: say.Text(t.word) + ".  ", Style: widget.RichTextStyleStrong},
			&widget.TextSegment{Text: say.Text(t.meaning), Style: widget.RichTextStyleParagraph})
	}
	text := widget.NewRichText(lines...)
	text.Wrapping = fyne.TextWrapWord
	f.modal(title, container.NewVScroll(readable(text)), fyne.NewSize(640, 620), answer{words: say.Text("Close")})
}
