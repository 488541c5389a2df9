package cli

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lacuna/dataset"
	"lacuna/experiment/fitted"
	"lacuna/internal/job"
	"lacuna/models"
	"lacuna/project"
)

var _ = register(newPredict)

// predictFlags say by what, of what and where to.
type predictFlags struct {
	from    dataFlags
	which   methodFlags
	mask    string
	out     string
	workers int
}

func newPredict(a *app) *cobra.Command {
	flags := predictFlags{workers: runtime.GOMAXPROCS(0)}
	cmd := &cobra.Command{
		Use:   "predict MODEL|STUDY DATA",
		Short: "Predict the class of other records by a fitted method",
		Long: `Predict the class of other records by a fitted method: of a model file (lacuna
export writes one), or of a project, where it is read if it was kept
(compare --keep-models) and else fitted again as in the study.

DATA may lack labels, columns and whole modalities: they count as missing. What
the method does not know is left out. Every such difference is told. Units cannot
be compared: numbers are taken as they are.

The table has a line per record:

  id, label     the record, and its class where DATA tell it
  pattern       what it has: 1 or 0 per modality, in the order of the method
  predicted     the most probable class
  p:CLASS       probability of each class, to the last digit
  uncertainty   of methods that state one (tmc), else empty
  attention:M   share of each modality, of methods that tell it`,
		Example: `  lacuna predict study.lacuna new.csv --method mean+logistic -o predictions.csv
  lacuna predict model.safetensors new-folder -o predictions.csv`,
		Args: exactly("MODEL|STUDY", "DATA"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.predict(cmd.Context(), args[0], args[1], flags)
		},
	}
	a.jsonFlag(cmd)
	flags.from.add(cmd, nil)
	flags.from.addStrict(cmd)
	flags.which.add(cmd)
	cmd.Flags().StringVar(&flags.mask, "mask", "", "mask file: modalities to hide first")
	cmd.Flags().StringVarP(&flags.out, "output", "o", "", "CSV file to write; default: standard output")
	workersFlag(cmd, &flags.workers)
	return cmd
}

func (a *app) predict(ctx context.Context, model, path string, flags predictFlags) error {
	if err := enough(flags.workers); err != nil {
		return err
	}
	if flags.out != "" {
		if err := target("-o", flags.out, path, "a table of predictions", ".csv"); err != nil {
			return err
		}
	}
	p, err := a.method(ctx, model, flags.which, flags.workers)
	if err != nil {
		return err
	}
	if p.Model == nil {
		return usagef("%s holds an imputer alone; fill with it: lacuna impute DATA --imputer %s -o DIR", model, model)
	}
	data, told, err := a.openLike(ctx, path, &flags.from, p)
	if err != nil {
		return err
	}
	mask, err := maskOf(ctx, data, flags.mask)
	if err != nil {
		return err
	}
	v := maskedView(data, mask)
	start := a.Now()
	found, err := p.Predict(ctx, v, job.Env{Workers: flags.workers})
	if err != nil {
		return err
	}
	return a.reportPredicted(predicted{p, v, found}, told, a.Now().Sub(start), flags.out)
}

// openLike reads DATA for a fitted method: every column that it knows is one,
// and what the study decided of missing codes, kinds, names and sizes holds, unless
// flags say otherwise. What differs from the data of the study is told.
func (a *app) openLike(ctx context.Context, path string, from *dataFlags, p *fitted.Pipeline) (*dataset.Dataset, []fitted.Difference, error) {
	if filepath.Ext(path) == project.Extension {
		return nil, nil, usagef("%s is a project; name the data to predict", path)
	}
	from.keepAll()
	from.like = likeStudy(p.About.Import)
	data, err := openData(ctx, path, from)
	if err != nil {
		return nil, nil, err
	}
	a.remarked(project.NewRemarks(data.Problems), path)
	adapted, told, err := p.Adapt(data)
	for _, d := range told {
		a.tell("%s", d)
	}
	if p.Model != nil && p.About.Hash == data.Hash() {
		a.tell("these are the records of the study itself; what is said of the %d that it learned from is no test", p.About.Records)
	}
	if !p.SameArithmetic() {
		a.tell("it was fitted on a machine that computes the last digits in another way (%s): they may differ from those of the study", p.About.Arithmetic)
	}
	if err == nil && p.Model != nil && empty(adapted) {
		return nil, told, &dataset.UserError{
			What: path + " has nothing that " + p.About.Method + " knows", Why: "none of its records has a value of " + strings.Join(adapted.Names(), ", "),
			Try: "Name data with the columns that the method was fitted on",
		}
	}
	return adapted, told, err
}

// likeStudy is what a study decided of cells and modalities, as other data are read
// for its methods.
func likeStudy(was dataset.Import) dataset.Import {
	return dataset.Import{
		Missing: was.Missing, Values: was.Values, Kinds: was.Kinds, Without: was.Without, Names: was.Names,
		Censored: was.Censored, ImageSize: was.ImageSize, SampleRate: was.SampleRate,
	}
}

// empty says whether no record has anything.
func empty(d *dataset.Dataset) bool {
	patterns := d.All().Patterns()
	return len(patterns) == 1 && patterns[0].Pattern.Count() == 0
}

// maskOf reads a mask file; none hides nothing.
func maskOf(ctx context.Context, d *dataset.Dataset, file string) (*dataset.Mask, error) {
	if file == "" {
		return nil, nil
	}
	return masksOf(ctx, d)(file)
}

// maskedView is all records as a mask shows them.
func maskedView(d *dataset.Dataset, mask *dataset.Mask) dataset.View {
	rows := make([]int, d.Records())
	for i := range rows {
		rows[i] = i
	}
	return d.View(rows, mask)
}

// predicted is what a method says of the records of a view.
type predicted struct {
	by    *fitted.Pipeline
	view  dataset.View
	found *models.Prediction
}

// class returns the most probable class of a record.
func (r predicted) class(i int) string {
	row := r.found.Probabilities.Row(i)
	return r.by.Classes[slices.Index(row, slices.Max(row))]
}

// label returns the class that the data tell, "" for none.
func (r predicted) label(i int) string {
	if l := r.view.Label(i); l != dataset.NoLabel {
		return r.by.Classes[l]
	}
	return ""
}

// right counts the records with a label, and of them those that are predicted
// right.
func (r predicted) right() (right, labelled int) {
	for i := range r.view.Len() {
		if l := r.label(i); l != "" {
			if labelled++; l == r.class(i) {
				right++
			}
		}
	}
	return right, labelled
}

// writeCSV writes a line per record.
func (r predicted) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"id", "label", "pattern", "predicted"}
	for _, c := range r.by.Classes {
		head = append(head, "p:"+c)
	}
	head = append(head, "uncertainty")
	if r.found.Attention.Data != nil {
		for _, name := range r.view.Names() {
			head = append(head, "attention:"+name)
		}
	}
	if err := out.Write(head); err != nil {
		return err
	}
	for i := range r.view.Len() {
		cells := []string{r.view.ID(i), r.label(i), string(r.view.Pattern(i)), r.class(i)}
		for _, p := range r.found.Probabilities.Row(i) {
			cells = append(cells, strconv.FormatFloat(p, 'g', -1, 64))
		}
		doubt := ""
		if r.found.Uncertainty != nil {
			doubt = strconv.FormatFloat(r.found.Uncertainty[i], 'g', -1, 64)
		}
		cells = append(cells, doubt)
		if r.found.Attention.Data != nil {
			for _, x := range r.found.Attention.Row(i) {
				cells = append(cells, strconv.FormatFloat(x, 'g', -1, 64))
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// predictDocument is the JSON of predict.
type predictDocument struct {
	Method      string              `json:"method"`
	Job         string              `json:"job,omitempty"`
	Records     int                 `json:"records"`
	Labelled    int                 `json:"labelled"`
	Accuracy    number              `json:"accuracy"`
	Differences []fitted.Difference `json:"differences"`
	Seconds     float64             `json:"seconds"`
	Output      string              `json:"output,omitempty"`
	Predictions []predictionEntry   `json:"predictions,omitempty"` // where no file is written
}

type predictionEntry struct {
	ID            string            `json:"id"`
	Label         string            `json:"label,omitempty"`
	Pattern       string            `json:"pattern"`
	Predicted     string            `json:"predicted"`
	Probabilities map[string]number `json:"probabilities"`
}

// reportPredicted writes what was predicted.
func (a *app) reportPredicted(r predicted, told []fitted.Difference, took time.Duration, out string) error {
	right, labelled := r.right()
	if out != "" {
		if err := writeFile(out, r.writeCSV); err != nil {
			return err
		}
	}
	switch {
	case a.json:
		return a.document(r.document(told, took, out))
	case out == "":
		return r.writeCSV(a.Out)
	}
	a.say("%s: %s in %.2f s", r.by.About.Method, numbered(r.view.Len(), "record"), took.Seconds())
	if labelled > 0 {
		a.say("%d of %d with a label are predicted right (%s)", right, labelled, percent(float64(right)/float64(labelled)))
	}
	a.say("written to %s", out)
	return nil
}

func (r predicted) document(told []fitted.Difference, took time.Duration, out string) predictDocument {
	right, labelled := r.right()
	doc := predictDocument{Method: r.by.About.Method, Job: r.by.About.Job, Records: r.view.Len(), Labelled: labelled,
		Accuracy: number(float64(right) / float64(labelled)), Differences: append([]fitted.Difference{}, told...), Seconds: took.Seconds(), Output: out}
	if out != "" {
		return doc
	}
	for i := range r.view.Len() {
		e := predictionEntry{ID: r.view.ID(i), Label: r.label(i), Pattern: string(r.view.Pattern(i)), Predicted: r.class(i), Probabilities: map[string]number{}}
		for c, p := range r.found.Probabilities.Row(i) {
			e.Probabilities[r.by.Classes[c]] = number(p)
		}
		doc.Predictions = append(doc.Predictions, e)
	}
	return doc
}

// modelFile reads a fitted method from a file.
func modelFile(path string) (p *fitted.Pipeline, err error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, unopened(path, "a model file (.safetensors)", "lacuna export STUDY.lacuna -o MODEL.safetensors writes one", err)
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if p, err = fitted.Read(in); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}
